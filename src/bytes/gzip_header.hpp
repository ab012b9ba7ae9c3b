#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "bytes/byte_source.hpp"

namespace hapmill {

inline constexpr std::string_view gzip_magic = "\x1F\x8B";
/// CRC-32 and size of the content, at the end of a member.
inline constexpr std::size_t gzip_footer_bytes = 8;

/// The header of a gzip member (RFC 1952).
struct GzipHeader {
  std::size_t size = 0;
  /// Of the whole block, where the header's extra field BC makes it one of BGZF; else 0.
  std::size_t bgzf_block_size = 0;
};

enum class GzipHeaderStatus : std::uint8_t {
  whole,
  cut,      ///< the bytes end inside it
  invalid,  ///< it is none, or none that a matrix is read from
};

/// Reads the header with which the bytes begin; takes nothing away.
GzipHeaderStatus read_gzip_header(ByteWindow& bytes, GzipHeader& header);

/// Whether all that follows is zeros, which tapes and copies to devices leave after the last
/// member. Reads to the end if so, else past some of them.
bool is_zero_padding(ByteWindow& bytes);

std::uint32_t little_endian_16(char const* bytes);
std::uint32_t little_endian_32(char const* bytes);

}  // namespace hapmill
