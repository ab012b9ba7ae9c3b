#include "bytes/gzip_header.hpp"

#include <libdeflate.h>

#include <algorithm>

namespace hapmill {

namespace {

constexpr std::size_t fixed_bytes = 10;
constexpr unsigned char deflate_method = 8;
/// Name and comment are longer nowhere, and a header is kept in memory.
constexpr std::size_t most_text_bytes = 64U << 10;

enum Flags : unsigned char { has_crc = 2, has_extra = 4, has_name = 8, has_comment = 16 };
constexpr unsigned char reserved_flags = 0xE0;

/// The size of the block, of an extra field that has BC.
std::size_t find_block_size(char const* extra, std::size_t extra_size) {
  for (std::size_t at = 0; at + 4 <= extra_size;) {
    std::size_t const size = little_endian_16(extra + at + 2);
    bool const is_bc = extra[at] == 'B' && extra[at + 1] == 'C' && size == 2;
    if (is_bc && at + 6 <= extra_size) return little_endian_16(extra + at + 4) + std::size_t{1};
    at += 4 + size;
  }
  return 0;
}

/// Goes past a text that a zero ends.
GzipHeaderStatus skip_text(ByteWindow& bytes, std::size_t& at) {
  for (std::size_t const begin = at; at - begin <= most_text_bytes; ++at) {
    if (!bytes.has(at + 1)) return GzipHeaderStatus::cut;
    if (bytes[at] != 0) continue;
    ++at;
    return GzipHeaderStatus::whole;
  }
  return GzipHeaderStatus::invalid;
}

}  // namespace

std::uint32_t little_endian_16(char const* bytes) {
  return static_cast<unsigned char>(bytes[0]) |
         static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[1])) << 8;
}

std::uint32_t little_endian_32(char const* bytes) {
  return little_endian_16(bytes) | little_endian_16(bytes + 2) << 16;
}

GzipHeaderStatus read_gzip_header(ByteWindow& bytes, GzipHeader& header) {
  header = {};
  bool const is_long_enough = bytes.has(fixed_bytes);
  if (!gzip_magic.starts_with(bytes.text().substr(0, gzip_magic.size()))) {
    return GzipHeaderStatus::invalid;
  }
  if (!is_long_enough) return GzipHeaderStatus::cut;
  unsigned char const flags = bytes[3];
  if (bytes[2] != deflate_method || (flags & reserved_flags) != 0) return GzipHeaderStatus::invalid;
  std::size_t at = fixed_bytes;
  if ((flags & has_extra) != 0) {
    if (!bytes.has(at + 2)) return GzipHeaderStatus::cut;
    std::size_t const extra_size = little_endian_16(bytes.data() + at);
    at += 2;
    if (!bytes.has(at + extra_size)) return GzipHeaderStatus::cut;
    header.bgzf_block_size = find_block_size(bytes.data() + at, extra_size);
    at += extra_size;
  }
  for (auto const text : {has_name, has_comment}) {
    if ((flags & text) == 0) continue;
    if (auto const status = skip_text(bytes, at); status != GzipHeaderStatus::whole) return status;
  }
  if ((flags & has_crc) != 0) {
    if (!bytes.has(at + 2)) return GzipHeaderStatus::cut;
    auto const crc = ::libdeflate_crc32(0, bytes.data(), at) & 0xFFFFU;
    if (crc != little_endian_16(bytes.data() + at)) return GzipHeaderStatus::invalid;
    at += 2;
  }
  header.size = at;
  return GzipHeaderStatus::whole;
}

bool is_zero_padding(ByteWindow& bytes) {
  while (true) {
    auto const text = bytes.text();
    auto const zeros = static_cast<std::size_t>(
        std::find_if(text.begin(), text.end(), [](char byte) { return byte != 0; }) - text.begin());
    if (zeros != text.size()) return false;
    bytes.drop(zeros);
    if (!bytes.read_more()) return true;
  }
}

}  // namespace hapmill
