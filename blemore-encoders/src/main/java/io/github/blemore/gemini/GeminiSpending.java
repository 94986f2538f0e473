package io.github.blemore.gemini;

/**
 * What an encoder has used up until a moment. Every request that was sent counts in full, also if
 * it failed or was answered with an error: whether those are billed is not always known here. One
 * that could not be sent, as there was no connection, does not count.
 *
 * @param requests how many, retries included
 * @param bytesSent in the bodies of the requests
 * @param estimatedUsd in US dollars, by the encoder's {@link GeminiPrices}; not the bill
 * @param reportedTokens what the service said it counted, where it did ({@code
 *     usageMetadata.promptTokenCount} in its replies)
 */
public record GeminiSpending(
    long requests, long bytesSent, double estimatedUsd, long reportedTokens) {}
