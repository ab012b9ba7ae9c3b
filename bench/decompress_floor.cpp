// decompress_floor memory|input FILE [--threads N]
//
// `memory` inflates a BGZF file that is in memory, by libdeflate and with CRC-32, and keeps
// nothing: what its decompression costs by itself. `input` reads the text of a compressed file as a
// conversion does, and converts nothing. Prints one line of JSON.

#include <libdeflate.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "input/gzip_header.hpp"
#include "input/matrix_input.hpp"
#include "support/task_pool.hpp"

namespace {

struct Arguments {
  std::string how;
  std::string path;
  unsigned thread_count = 1;
};

Arguments parse_arguments(std::vector<std::string> const& words) {
  Arguments arguments;
  std::vector<std::string> operands;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--threads" && i + 1 < words.size()) {
      std::string const& text = words[++i];
      auto const [end, error] =
          std::from_chars(text.data(), text.data() + text.size(), arguments.thread_count);
      bool const is_number = error == std::errc{} && end == text.data() + text.size();
      if (!is_number || arguments.thread_count == 0 || arguments.thread_count > 1024) {
        throw std::runtime_error{"not a number of threads: " + text};
      }
    } else {
      operands.push_back(words[i]);
    }
  }
  if (operands.size() != 2 || (operands[0] != "memory" && operands[0] != "input")) {
    throw std::runtime_error{"usage: decompress_floor memory|input FILE [--threads N]"};
  }
  arguments.how = operands[0];
  arguments.path = operands[1];
  return arguments;
}

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
    hapmill::MemoryBytes bytes{file.substr(0, 1U << 16)};
    hapmill::ByteWindow window{bytes};
    hapmill::GzipHeader header;
    if (hapmill::read_gzip_header(window, header) != hapmill::GzipHeaderStatus::whole ||
        header.bgzf_block_size == 0 || header.bgzf_block_size > file.size()) {
      throw std::runtime_error{"this is no BGZF file"};
    }
    std::size_t const footer = header.bgzf_block_size - hapmill::gzip_footer_bytes;
    blocks.push_back({file.substr(header.size, footer - header.size),
                      hapmill::little_endian_32(file.data() + footer + 4),
                      hapmill::little_endian_32(file.data() + footer)});
    file.remove_prefix(header.bgzf_block_size);
  }
  return blocks;
}

/// Threads take the next block each, until none is left. Returns the bytes of all texts.
std::uint64_t inflate(std::vector<Block> const& blocks, unsigned thread_count) {
  std::atomic<std::size_t> next{0};
  std::atomic<std::uint64_t> text_bytes{0};
  std::atomic<bool> is_corrupt{false};
  auto const take_blocks = [&] {
    auto* const inflater = ::libdeflate_alloc_decompressor();
    std::vector<char> text(1U << 16);
    std::uint64_t bytes = 0;
    for (std::size_t k = next++; k < blocks.size(); k = next++) {
      auto const& [deflated, size, crc] = blocks[k];
      if (size > text.size() ||
          ::libdeflate_deflate_decompress(inflater, deflated.data(), deflated.size(), text.data(),
                                          size, nullptr) != LIBDEFLATE_SUCCESS ||
          ::libdeflate_crc32(0, text.data(), size) != crc) {
        is_corrupt = true;
        break;
      }
      bytes += size;
    }
    ::libdeflate_free_decompressor(inflater);
    text_bytes += bytes;
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < thread_count; ++i) threads.emplace_back(take_blocks);
    take_blocks();
  }
  if (is_corrupt) throw std::runtime_error{"a block is corrupt"};
  return text_bytes;
}

std::uint64_t read_input(Arguments const& arguments) {
  hapmill::TaskPool pool{arguments.thread_count};
  hapmill::MatrixInput input{arguments.path, &pool};
  std::vector<char> text(256U << 10);
  std::uint64_t bytes = 0;
  while (std::size_t const got = input.read_next(text.data(), text.size())) bytes += got;
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    Arguments const arguments = parse_arguments({argv + 1, argv + argc});
    bool const in_memory = arguments.how == "memory";
    std::string const file = in_memory ? read_file(arguments.path) : "";
    auto const blocks = find_blocks(file);
    auto const start = std::chrono::steady_clock::now();
    std::uint64_t const text_bytes =
        in_memory ? inflate(blocks, arguments.thread_count) : read_input(arguments);
    std::chrono::duration<double> const elapsed = std::chrono::steady_clock::now() - start;
    std::printf("{\"seconds\": %.6f, \"text_bytes\": %llu, \"threads\": %u}\n", elapsed.count(),
                static_cast<unsigned long long>(text_bytes), arguments.thread_count);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "decompress_floor: error: %s\n", error.what());
    return 1;
  }
  return 0;
}
