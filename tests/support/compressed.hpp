#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace hapmill::test {

/// The optional parts of the header of a gzip member.
struct GzipExtras {
  std::string extra;
  std::string name;
  std::string comment;
  bool has_crc = false;
};

/// Makes a gzip member with libdeflate.
std::string gzip_member(std::string_view text, int level = 6, GzipExtras const& extras = {});

/// Makes BGZF blocks of that many bytes of text each, without the last block of a file.
std::string bgzf_blocks(std::string_view text, std::size_t block_text_bytes = 0xff00);
/// Makes the same with the last block.
std::string bgzf_file(std::string_view text, std::size_t block_text_bytes = 0xff00);

/// Makes a zstd frame with a checksum.
std::string zstd_frame(std::string_view text);
/// Makes a zstd frame that readers skip.
std::string zstd_skippable_frame(std::string_view content);

/// A text and its compressed form.
struct CompressedCase {
  std::string name;
  std::string bytes;
  std::string text;
  /// Compressed bytes and bytes of text up to the end of each member or frame. A file truncated
  /// there is complete.
  struct End {
    std::size_t bytes;
    std::size_t text;
  };
  std::vector<End> ends;

  friend void PrintTo(CompressedCase const& one, std::ostream* out) { *out << one.name; }
};

/// Compresses a text in every supported way: one member and several, large and small blocks.
std::vector<CompressedCase> compressed_cases(std::string const& text);

/// Makes rows of a matrix, all of them different.
std::string make_rows(std::size_t row_count, std::size_t column_count);

}  // namespace hapmill::test
