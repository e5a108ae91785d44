using System.Text.Json;
using ServerlessRetail.Http;

namespace ServerlessRetail.Scoring;

/// <summary>One customer of a stream, or what stood in its place.</summary>
/// <param name="Line">Line of the request on which it begins, from 1; of a request that is no lines its place in it.</param>
/// <param name="Json">The customer; undefined with an error.</param>
/// <param name="Error">Why there is none.</param>
internal readonly record struct SentCustomer(long Line, JsonElement Json, Problem? Error = null);
