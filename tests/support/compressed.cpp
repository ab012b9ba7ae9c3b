#include "compressed.hpp"

#include "bytes/bgzf_block.hpp"
#include "support/random.hpp"

#include <libdeflate.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace hapmill::test {
namespace {

std::string little_endian(std::size_t value, int byte_count) {
  std::string bytes;
  for (int k = 0; k < byte_count; ++k) bytes += static_cast<char>(value >> (8 * k));
  return bytes;
}

std::string deflate(std::string_view text, int level) {
  std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> const compressor{
      ::libdeflate_alloc_compressor(level), ::libdeflate_free_compressor};
  std::string bytes(::libdeflate_deflate_compress_bound(compressor.get(), text.size()), '\0');
  bytes.resize(::libdeflate_deflate_compress(compressor.get(), text.data(), text.size(),
                                             bytes.data(), bytes.size()));
  return bytes;
}

/// Appends a piece after which the file is complete, if it was complete before.
struct Part {
  std::string bytes;
  std::string_view text = {};
};

CompressedCase make_case(std::string name, std::string const& text,
                         std::vector<Part> const& parts) {
  CompressedCase made{std::move(name), "", text, {}};
  std::size_t text_size = 0;
  for (auto const& part : parts) {
    made.bytes += part.bytes;
    text_size += part.text.size();
    made.ends.push_back({made.bytes.size(), text_size});
  }
  return made;
}

/// Returns part k of n equal parts of a text.
std::string_view part_of(std::string_view text, std::size_t k, std::size_t n) {
  return text.substr(text.size() * k / n, text.size() * (k + 1) / n - text.size() * k / n);
}

}  // namespace

std::string gzip_member(std::string_view text, int level, GzipExtras const& extras) {
  int const flags = (extras.has_crc ? 2 : 0) | (extras.extra.empty() ? 0 : 4) |
                    (extras.name.empty() ? 0 : 8) | (extras.comment.empty() ? 0 : 16);
  std::string bytes = "\x1F\x8B\x08";
  bytes += static_cast<char>(flags);
  bytes += std::string(5, '\0') + '\xFF';
  if (!extras.extra.empty()) bytes += little_endian(extras.extra.size(), 2) + extras.extra;
  if (!extras.name.empty()) bytes += extras.name + '\0';
  if (!extras.comment.empty()) bytes += extras.comment + '\0';
  if (extras.has_crc) {
    bytes += little_endian(::libdeflate_crc32(0, bytes.data(), bytes.size()) & 0xFFFFU, 2);
  }
  bytes += deflate(text, level);
  return bytes + little_endian(::libdeflate_crc32(0, text.data(), text.size()), 4) +
         little_endian(text.size(), 4);
}

std::string bgzf_blocks(std::string_view text, std::size_t block_text_bytes) {
  BlockCompressor compressor{6};
  std::string bytes;
  std::string block(bgzf::most_block, '\0');
  while (!text.empty()) {
    auto const content = text.substr(0, block_text_bytes);
    bytes.append(block, 0, compressor.compress(content.data(), content.size(), block.data()));
    text.remove_prefix(content.size());
  }
  return bytes;
}

std::string bgzf_file(std::string_view text, std::size_t block_text_bytes) {
  return bgzf_blocks(text, block_text_bytes) + std::string{bgzf::eof_block()};
}

std::string zstd_frame(std::string_view text) {
  std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> const context{::ZSTD_createCCtx(),
                                                                        ::ZSTD_freeCCtx};
  ::ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string bytes(::ZSTD_compressBound(text.size()), '\0');
  std::size_t const size =
      ::ZSTD_compress2(context.get(), bytes.data(), bytes.size(), text.data(), text.size());
  if (::ZSTD_isError(size) != 0) throw std::runtime_error{"no zstd frame"};
  bytes.resize(size);
  return bytes;
}

std::string zstd_skippable_frame(std::string_view content) {
  return "\x5A\x2A\x4D\x18" + little_endian(content.size(), 4) + std::string{content};
}

std::vector<CompressedCase> compressed_cases(std::string const& text) {
  std::string_view const all = text;
  GzipExtras const extras{std::string{"XY\2\0hi", 6}, "chr1.txt", "a comment", true};
  auto const block_of = [&](std::size_t divisor) {
    return std::clamp(text.size() / divisor, std::size_t{1}, bgzf::most_content);
  };
  auto const half = [&](std::size_t k) { return part_of(all, k, 2); };
  auto const third = [&](std::size_t k) { return part_of(all, k, 3); };
  std::string const bgzf_end{bgzf::eof_block()};
  return {
      make_case("Gzip", text, {{gzip_member(all), all}}),
      make_case("GzipWithExtras", text, {{gzip_member(all, 9, extras), all}}),
      make_case("GzipStored", text, {{gzip_member(all, 0), all}}),
      make_case("GzipMembers", text,
                {{gzip_member(third(0), 1), third(0)},
                 {gzip_member(third(1), 12, extras), third(1)},
                 {gzip_member(third(2), 6), third(2)},
                 {gzip_member("")}}),
      make_case("GzipThenBgzf", text,
                {{gzip_member(half(0)), half(0)},
                 {bgzf_blocks(half(1), bgzf::most_content), half(1)},
                 {bgzf_end}}),
      make_case("Bgzf", text, {{bgzf_file(all, block_of(1)), all}}),
      make_case("BgzfOfSmallBlocks", text,
                {{bgzf_file(all, std::min<std::size_t>(block_of(5), 1000)), all}}),
      make_case(
          "BgzfFiles", text,
          {{bgzf_file(half(0), block_of(4)), half(0)}, {bgzf_file(half(1), block_of(3)), half(1)}}),
      make_case("Zstd", text, {{zstd_frame(all), all}}),
      make_case("ZstdFrames", text,
                {{zstd_skippable_frame("skip")},
                 {zstd_frame(half(0)), half(0)},
                 {zstd_frame(half(1)), half(1)},
                 {zstd_skippable_frame("")},
                 {zstd_frame("")}}),
  };
}

std::string make_rows(std::size_t row_count, std::size_t column_count) {
  Random random{row_count};
  std::string text;
  for (std::size_t row = 0; row < row_count; ++row) {
    text += "chr1\t" + std::to_string(row + 1) + "\tA";
    for (std::size_t k = 0; k < column_count; ++k) {
      text += {'\t', "AAAAAAACGTN-"[random.below(12)]};
    }
    text += '\n';
  }
  return text;
}

}  // namespace hapmill::test
