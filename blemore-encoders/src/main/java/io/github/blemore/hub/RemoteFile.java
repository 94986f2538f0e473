package io.github.blemore.hub;

import java.net.URI;

/**
 * A file of a repository, at one commit.
 *
 * @param name in the repository
 * @param address of its bytes
 * @param etag as the hub sends it
 * @param hash of its bytes
 * @param size in bytes
 */
record RemoteFile(String name, URI address, String etag, ContentHash hash, long size) {}
