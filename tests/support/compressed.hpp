#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace hapmill::test {

/// What the header of a gzip member may hold besides what it has to.
struct GzipExtras {
  std::string extra;
  std::string name;
  std::string comment;
  bool has_crc = false;
};

/// A gzip member by libdeflate.
std::string gzip_member(std::string_view text, int level = 6, GzipExtras const& extras = {});

/// BGZF blocks of so many bytes of text each, without the block that ends a file.
std::string bgzf_blocks(std::string_view text, std::size_t block_text_bytes = 0xff00);
/// The same and that block.
std::string bgzf_file(std::string_view text, std::size_t block_text_bytes = 0xff00);

/// A zstd frame with a checksum.
std::string zstd_frame(std::string_view text);
/// A frame that readers skip.
std::string zstd_skippable_frame(std::string_view content);

/// A text that is compressed one way or another.
struct CompressedCase {
  std::string name;
  std::string bytes;
  std::string text;
  /// Bytes and text up to where a member or frame ends: cut there, the rest is a whole file.
  struct End {
    std::size_t bytes;
    std::size_t text;
  };
  std::vector<End> ends;

  friend void PrintTo(CompressedCase const& one, std::ostream* out) { *out << one.name; }
};

/// A text compressed in every way that is read: one member and several, blocks large and small.
std::vector<CompressedCase> compressed_cases(std::string const& text);

/// Rows as a matrix has them, no two alike.
std::string make_rows(std::size_t row_count, std::size_t column_count);

}  // namespace hapmill::test
