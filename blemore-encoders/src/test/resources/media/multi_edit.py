"""Replaces the one edit of an .mp4 of one stream by three."""
import struct
import sys

PIECES = [(0.5, 0.73), (1.25, 0.67), (0.61, 0.87)]  # where in the clip, how long: seconds


def u32(at):
    return struct.unpack(">I", data[at : at + 4])[0]


data = bytearray(open(sys.argv[1], "rb").read())
edits = data.find(b"elst") - 4
first = u32(edits + 20)
movie_rate = u32(data.find(b"mvhd") + 16)
media_rate = u32(data.find(b"mdhd") + 16)
entries = b"".join(
    struct.pack(">Iihh", round(length * movie_rate), first + round(start * media_rate), 1, 0) for start, length in PIECES
)
old = u32(edits)
new = struct.pack(">I", 16 + len(entries)) + data[edits + 4 : edits + 12] + struct.pack(">I", len(PIECES)) + entries
data[edits : edits + old] = new
for box in (b"edts", b"trak", b"moov"):
    at = data.rfind(box, 0, edits) - 4
    data[at : at + 4] = struct.pack(">I", u32(at) + len(new) - old)
open(sys.argv[2], "wb").write(data)
