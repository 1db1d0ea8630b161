/**
 * How a path stands in a URL. Each segment is percent-encoded but for what RFC 3986 leaves plain in every part of a URL
 * (section 2.3), so that no reader on the way takes anything for a separator, and S3 no `+` for a space.
 */
export function urlPathOf(path: string): string {
  return path.split('/').map(encoded).join('/');
}

/** What CopyObject is told to copy: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html (`x-amz-copy-source`, "URL-encoded"). */
export function copySourceOf(bucket: string, key: string): string {
  return `${bucket}/${urlPathOf(key)}`;
}

/** `encodeURIComponent` leaves five characters more than RFC 3986 does. */
function encoded(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
