#include "bytes/compression.hpp"

#include <fmt/format.h>

#include "bytes/gzip_header.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

using namespace std::string_view_literals;

struct OtherCompression {
  std::string_view begin;
  char const* name;
  char const* command;
};

constexpr OtherCompression others[] = {
    {"BZh"sv, "bzip2", "bzip2 -dc FILE"},
    {"\xFD"sv
     "7zXZ\0"sv,
     "xz", "xz -dc FILE"},
    {"PK\x03\x04"sv, "zip", "unzip -p FILE"},
    {"\x04\x22\x4D\x18"sv, "lz4", "lz4 -dc FILE"},
    {"\x1F\x9D"sv, "compress", "gzip -dc FILE"},
};

/// Whether the bytes begin so; reads no further than it has to.
bool begins_with(ByteWindow& bytes, std::string_view begin) {
  for (std::size_t k = 0; k < begin.size(); ++k) {
    if (!bytes.has(k + 1) || bytes.data()[k] != begin[k]) return false;
  }
  return true;
}

/// Of zstd, and of frames that it skips.
bool begins_zstd(ByteWindow& bytes) {
  if (begins_with(bytes, "\x28\xB5\x2F\xFD")) return true;
  return bytes.has(1) && (bytes[0] & 0xF0) == 0x50 && bytes.has(2) && bytes[1] == 0x2A &&
         bytes.has(3) && bytes[2] == 0x4D && bytes.has(4) && bytes[3] == 0x18;
}

bool is_bzip2(ByteWindow& bytes) {
  return bytes.has(10) && bytes.text().substr(4).starts_with("1AY&SY");
}

}  // namespace

Compression find_compression(ByteWindow& bytes, std::string const& file_name) {
  if (begins_with(bytes, gzip_magic)) {
    GzipHeader header;
    bool const is_whole = read_gzip_header(bytes, header) == GzipHeaderStatus::whole;
    return is_whole && header.bgzf_block_size != 0 ? Compression::bgzf : Compression::gzip;
  }
  if (begins_zstd(bytes)) return Compression::zstd;
  for (auto const& other : others) {
    if (!begins_with(bytes, other.begin)) continue;
    if (other.begin == "BZh" && !is_bzip2(bytes)) continue;
    throw InputError{
        fmt::format("{} is compressed by {}, which hapmill does not read: `{} | hapmill convert -`",
                    file_name, other.name, other.command)};
  }
  return Compression::none;
}

std::string_view decompressing_command(Compression compression) {
  switch (compression) {
    case Compression::none:
      return "cat";
    case Compression::gzip:
      return "gzip -dc";
    case Compression::bgzf:
      return "bgzip -dc";
    case Compression::zstd:
      return "zstd -dc";
  }
  return "";
}

void refuse_corrupt(std::string const& file_name, std::uint64_t offset, std::string_view what) {
  throw InputError{
      fmt::format("{} is corrupt at byte {} of the compressed file: {}; fetch or "
                  "write it again",
                  file_name, offset, what)};
}

void refuse_cut_short(std::string const& file_name, std::uint64_t end, std::string_view what) {
  throw InputError{
      fmt::format("{} is cut short: it ends at byte {} of the compressed file, {}; "
                  "fetch or write it again",
                  file_name, end, what)};
}

}  // namespace hapmill
