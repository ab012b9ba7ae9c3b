#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

namespace hapmill {

/// BGZF (SAM specification, §4.1): gzip members of at most 64 KiB, each of which says its size.
namespace bgzf {

/// Bytes that a block holds at most: as htslib has it, so that what does not compress fits too.
inline constexpr std::size_t most_content = 0xff00;
/// Bytes that a block takes at most, header and footer included.
inline constexpr std::size_t most_block = 0x10000;

/// The empty block at the end of a file.
std::string_view eof_block();

}  // namespace bgzf

/// Makes BGZF blocks at one level: 0 stored, 1 by ISA-L, 2 to 9 by libdeflate. For one thread.
///
/// A block depends on its content and the level only. What would grow is stored instead.
class BlockCompressor {
 public:
  explicit BlockCompressor(int level);
  ~BlockCompressor();
  BlockCompressor(BlockCompressor&&) noexcept;
  BlockCompressor& operator=(BlockCompressor&&) noexcept;

  /// Writes a block of `size` bytes of content, 1 to most_content, to `block`, where there is room
  /// for most_block. Returns its size.
  std::size_t compress(char const* content, std::size_t size, char* block) noexcept;

 private:
  struct Igzip;
  struct Deflate;

  std::size_t deflate(char const* content, std::size_t size, char* out, std::size_t room) noexcept;

  std::unique_ptr<Igzip> igzip_;      ///< level 1
  std::unique_ptr<Deflate> deflate_;  ///< levels 2 to 9
};

}  // namespace hapmill
