#include "bench/floors/floor.hpp"

#include "bench/block_contents.hpp"
#include "bytes/file_list.hpp"
#include "bytes/gzip_header.hpp"
#include "matrix/matrix_input.hpp"
#include "support/task_pool.hpp"

#include <libdeflate.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace hapmill::bench {

namespace {

std::string read_file(std::string const& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw std::runtime_error{"cannot read " + path};
  file.seekg(0, std::ios::end);
  std::string text(static_cast<std::size_t>(file.tellg()), '\0');
  file.seekg(0);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file) throw std::runtime_error{"cannot read " + path};
  return text;
}

struct Block {
  std::string_view deflated;
  std::size_t text_size;
  std::uint32_t crc;
};

std::vector<Block> find_blocks(std::string_view file) {
  std::vector<Block> blocks;
  while (!file.empty()) {
    MemoryBytes bytes{file.substr(0, 1U << 16)};
    ByteWindow window{bytes};
    GzipHeader header;
    if (read_gzip_header(window, header) != GzipHeaderStatus::whole ||
        header.bgzf_block_size == 0 || header.bgzf_block_size > file.size()) {
      throw std::runtime_error{"this is not a BGZF file"};
    }
    std::size_t const footer = header.bgzf_block_size - gzip_footer_bytes;
    blocks.push_back({file.substr(header.size, footer - header.size),
                      little_endian_32(file.data() + footer + 4),
                      little_endian_32(file.data() + footer)});
    file.remove_prefix(header.bgzf_block_size);
  }
  return blocks;
}

void inflate(libdeflate_decompressor* inflater, Block const& block, std::vector<char>& text) {
  auto const& [deflated, size, crc] = block;
  if (size > text.size() ||
      ::libdeflate_deflate_decompress(inflater, deflated.data(), deflated.size(), text.data(), size,
                                      nullptr) != LIBDEFLATE_SUCCESS ||
      ::libdeflate_crc32(0, text.data(), size) != crc) {
    throw std::runtime_error{"a block is corrupt"};
  }
}

}  // namespace

/// Inflates with libdeflate and checks each CRC-32, as BgzfStream does. Keeps nothing.
Floor inflate_floor(FloorRequest const& request) {
  std::string const file = read_file(request.operands[0]);
  auto const blocks = find_blocks(file);
  std::atomic<std::uint64_t> text_bytes{0};
  Turns turns{blocks.size()};
  double const seconds = seconds_of([&] {
    on_threads(request.thread_count, [&](unsigned) {
      std::unique_ptr<libdeflate_decompressor, decltype(&::libdeflate_free_decompressor)> const
          inflater{::libdeflate_alloc_decompressor(), ::libdeflate_free_decompressor};
      std::vector<char> text(bgzf::most_block);
      std::uint64_t bytes = 0;
      for (std::size_t k = 0; turns.take(k);) {
        inflate(inflater.get(), blocks[k], text);
        bytes += blocks[k].text_size;
      }
      text_bytes += bytes;
    });
  });
  return {seconds, file.size(), text_bytes};
}

/// Compresses with BlockCompressor. Writes nothing.
Floor deflate_floor(FloorRequest const& request) {
  std::string const text = read_file(request.operands[0]);
  auto const contents = cut_block_contents(text);
  std::atomic<std::uint64_t> out_bytes{0};
  Turns turns{contents.size()};
  double const seconds = seconds_of([&] {
    on_threads(request.thread_count, [&](unsigned) {
      BlockCompressor compressor{request.level};
      std::vector<char> block(bgzf::most_block);
      std::uint64_t bytes = 0;
      for (std::size_t k = 0; turns.take(k);) {
        bytes += compressor.compress(contents[k].data(), contents[k].size(), block.data());
      }
      out_bytes += bytes;
    });
  });
  return {seconds, text.size(), out_bytes};
}

/// Reads the text of a compressed file as a conversion does, and converts nothing.
Floor input_floor(FloorRequest const& request) {
  std::uint64_t text_bytes = 0;
  double const seconds = seconds_of([&] {
    TaskPool pool{request.thread_count};
    MatrixInput input{FileList{}.reads("the input", request.operands[0]), &pool};
    std::vector<char> text(256U << 10);
    while (std::size_t const got = input.read_next(text.data(), text.size())) text_bytes += got;
  });
  return {seconds, std::filesystem::file_size(request.operands[0]), text_bytes};
}

}  // namespace hapmill::bench
