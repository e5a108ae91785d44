using System.Text.Json.Nodes;

namespace ServerlessRetail.Tests.Reports;

/// <summary>
/// The card as a browser shows it. With the environment variable <c>SERVERLESSRETAIL_CARDS</c> the cards, their pictures
/// and what would be printed are left in the folder that it names, to be looked at.
/// </summary>
public sealed class ModelCardBrowserTests
{
    private const string Variable = "SERVERLESSRETAIL_CARDS";
    private static readonly int[] Widths = [360, 768, 1280];

    [Theory]
    [MemberData(nameof(ModelCardTests.Tasks), MemberType = typeof(ModelCardTests))]
    public Task Is_shown_without_an_error_a_request_or_a_scroll_bar_and_printed_whole(string task) => LookAsync(task, ModelCardTests.Sample(task));

    [Fact]
    public Task So_it_is_with_names_that_are_long_foreign_or_meant_to_do_harm() =>
        LookAsync("names", ModelCardPrivacyTests.Named("<script>alert(1)</script><img src=//x.invalid> اسم العميل 👩‍👩‍👧‍👦 " + new string('w', 300)));

    private static async Task LookAsync(string task, SampleReport sample)
    {
        var token = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("card-");
        await using var browser = await Chromium.StartAsync(token);
        try
        {
            var file = Path.Combine(folder.FullName, task + ".html");
            await File.WriteAllTextAsync(file, ModelCardTests.Render(sample), token);
            var url = new Uri(file).AbsoluteUri;
            await browser.OpenAsync(url, token);

            foreach (var scheme in (string[])["light", "dark"])
            {
                foreach (var width in Widths)
                {
                    await browser.SetViewAsync(width, scheme, token);

                    Assert.Equal(0, (await browser.EvaluateAsync("document.documentElement.scrollWidth - document.documentElement.clientWidth", token))!.GetValue<int>());
                    Assert.Equal("", (await browser.EvaluateAsync(TooFaint, token))!.GetValue<string>());
                    await KeepAsync(browser, $"{task}-{scheme}-{width}.png", "Page.captureScreenshot", new JsonObject { ["captureBeyondViewport"] = true }, token);
                }
            }

            await PrintAsync(browser, task, token);
            Assert.Equal([url], Requests(browser));
            Assert.DoesNotContain(browser.Events, happened => happened.Method is "Log.entryAdded" or "Runtime.exceptionThrown" or "Runtime.consoleAPICalled");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>On A4 nothing is wider than the paper, neither the page nor what is in a table's box.</summary>
    private static async Task PrintAsync(Chromium browser, string task, CancellationToken token)
    {
        const int Paper = 688;
        await browser.CallAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "print" }, token);
        await browser.CallAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = Paper, ["height"] = 1000, ["deviceScaleFactor"] = 1, ["mobile"] = false }, token);

        var wide = await browser.EvaluateAsync(
            "[document.documentElement, ...document.querySelectorAll('.scroll, figure, pre')].filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.tagName + ' ' + (box.getAttribute('aria-label') ?? '')).join()", token);

        Assert.Equal("", wide!.GetValue<string>());
        await KeepAsync(browser, $"{task}.pdf", "Page.printToPDF", new JsonObject { ["preferCSSPageSize"] = true, ["printBackground"] = true }, token);
    }

    private static IEnumerable<string> Requests(Chromium browser) => browser.Events
        .Where(happened => happened.Method == "Network.requestWillBeSent")
        .Select(happened => happened.Content["request"]!["url"]!.GetValue<string>())
        .Where(url => url != "data:,");

    private static async Task KeepAsync(Chromium browser, string name, string method, JsonObject parameters, CancellationToken token)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } kept)
            return;
        var picture = await browser.CallAsync(method, parameters, token);
        await File.WriteAllBytesAsync(
            Path.Combine(Directory.CreateDirectory(kept).FullName, name), Convert.FromBase64String(picture["data"]!.GetValue<string>()), token);
    }

    /// <summary>Texts with less contrast to what is behind them than WCAG 2.2 AA asks for, 4.5 to 1.</summary>
    private const string TooFaint = """
        (() => {
          const parse = colour => colour.match(/[\d.]+/g).map(Number);
          const luminance = colour => parse(colour).slice(0, 3).map(value => value / 255)
            .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
            .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
          const behind = element => {
            for (let box = element; box; box = box.parentElement) {
              const colour = getComputedStyle(box).backgroundColor, alpha = parse(colour)[3] ?? 1;
              if (alpha > 0) return colour;
            }
            return 'rgb(255, 255, 255)';
          };
          const faint = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || element.closest('title, desc')) continue;
            const style = getComputedStyle(element), text = luminance(element instanceof SVGElement ? style.fill : style.color), back = luminance(behind(element));
            const contrast = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
            if (contrast < 4.5) faint.add(element.tagName + '.' + element.getAttribute('class') + ' ' + contrast.toFixed(2));
          }
          return [...faint].join();
        })()
        """;
}
