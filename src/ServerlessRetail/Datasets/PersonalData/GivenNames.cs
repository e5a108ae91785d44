namespace ServerlessRetail.Datasets.PersonalData;

/// <summary>
/// Common given names of English, German, French and Spanish speakers. Names that are months, countries, cities, colours
/// or flowers as well are left out.
/// </summary>
internal static class GivenNames
{
    private const string Names =
        "aaron abigail adam adele adrian adrien agnes alan albert alejandra alejandro alex alexander alexandra alexandre alfred alice alicia alina allison amanda amelia "
        + "amy ana andre andrea andreas andres andrew angela angelika anja anke ann anna anne annette antje anton antoine antonio arnaud arthur astrid aurelie axel barbara "
        + "beatrice beatriz ben benjamin benoit bernard bernd bertrand bettina betty bianca birgit bjorn brandon brenda brian brigitte bruno camille carina carl carla carlos "
        + "carmen carol caroline carolyn caterina catherine cecile celine charles chloe christa christian christiane christina christine christoph christophe christopher "
        + "claire clara claudia claude clemence cornelia cristina cynthia damien daniel daniela danielle david dawn deborah denis dennis diane dieter diego dirk dolores "
        + "dominik dominique donald donna doris dorothee dorothy edgar edward eduardo elena eleonore elias elisabeth elizabeth elke ella ellen elsa emanuel emily emma enrique "
        + "eric erik erika ernst esther ethan etienne eugen eva evelyn fabian fabrice federico felix fernando florian frances francisca francisco franck francois francoise "
        + "frank franz frederic friedrich fritz gabriel gabriela gabriele gary georg george georges gerald gerard gerd gerhard gilles gisela gloria gregory gudrun guillaume "
        + "gunter gustav hannah hannelore hans harald harold harry heather heidi heike heiko heinrich heinz helen helena helene helga helmut henri henry herbert hermann hilde "
        + "holger horst hugo ignacio ines inge ingrid irene irina isabel isabella isabelle jack jacob jacqueline jacques jaime james jan jana jane janet jason javier jean "
        + "jeffrey jenna jennifer jeremy jerome jerry jessica jesus joan joachim joel johann johanna johannes john jonas jonathan jorge jose josef joseph joshua juan judith julia "
        + "julian julie julien jurgen justin kai karen karin karl karla katharina katherine kathleen kathrin katja katrin keith kelly kenneth kerstin kevin kimberly klaus "
        + "konrad kristina kurt kyle larry lars laura laurent lauren lea lena leon leonie leticia liam lina linda lisa logan louis louise luc luca lucas lucia lucie luis "
        + "luisa lukas lukasz luke lydia maik manfred manon manuel manuela marc marcel marco marcus margaret margarita marge maria marianne marie marina mario marion mark "
        + "markus marlene martha martin martina martine marvin mary mateo mathias mathieu mathilde matthew matthias maurice max maxime maximilian megan melanie melissa mia "
        + "micha michael michel michelle miguel mike mohamed mohammed monika monique nadia nadine natalia natalie nathalie nathan nicholas nicolas nicole niklas nils nina noah nora "
        + "norbert olaf oliver olivia olivier oscar otto pablo pamela pascal patricia patricio patrick patrik paul paula pauline pedro peggy peter petra philip philipp philippe "
        + "pierre pilar rachel rafael rainer ralf ralph ramon raul raymond rebecca regina reinhard renate rene ricarda ricardo richard robert roberto robin rodrigo roger roland "
        + "rolf romain ronald rosa rosario rudolf russell ruth ryan sabine sabrina sally samantha samuel sandra sara sarah sebastian sergio sharon sheila silke silvia simon "
        + "simone sofia sonia sonja sophia sophie stefan stefanie steffen stephan stephanie stephen steven susan susana susanne sven sylvia sylvie tanja tatjana teresa theo "
        + "theresa theresia thierry thomas tim timothy tobias tom torsten tyler ulrich ulrike ursula ute uwe valentin valerie vanessa vera veronica veronique vicente victor "
        + "victoria vincent virginie volker walter waltraud werner wilhelm william wolfgang xavier yan yann yannick yves yvonne zoe";

    private static readonly HashSet<string> Set = [.. Names.Split(' ')];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Set.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="word">In any case, without accents of its own kind: José is looked up as jose.</param>
    public static bool Contains(ReadOnlySpan<char> word)
    {
        const int LongestName = 16;
        if (word.Length is < 2 or > LongestName)
            return false;
        Span<char> folded = stackalloc char[LongestName];
        for (var i = 0; i < word.Length; i++)
        {
            folded[i] = char.ToLowerInvariant(word[i]) switch
            {
                'é' or 'è' or 'ë' or 'ê' => 'e',
                'á' or 'à' or 'ä' or 'â' => 'a',
                'í' or 'ï' or 'î' => 'i',
                'ó' or 'ö' or 'ô' => 'o',
                'ú' or 'ü' or 'û' => 'u',
                'ç' => 'c',
                var letter => letter,
            };
        }

        return Lookup.Contains(folded[..word.Length]);
    }
}
