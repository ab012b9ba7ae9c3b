// compress_floor FILE [--threads N] [--level L]
//
// Compresses a file of lines that is in memory, by BlockCompressor, and writes nothing: what the
// compression of a conversion costs by itself. Prints one line of JSON.

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "block_contents.hpp"

namespace {

struct Arguments {
  std::string path;
  unsigned thread_count = 1;
  int level = 1;
};

int parse_number(std::string_view text, int least, int most) {
  int number = -1;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  bool const is_number = error == std::errc{} && end == text.data() + text.size();
  if (!is_number || number < least || number > most) {
    throw std::runtime_error{"not a number from " + std::to_string(least) + " to " +
                             std::to_string(most) + ": " + std::string{text}};
  }
  return number;
}

Arguments parse_arguments(std::vector<std::string> const& words) {
  Arguments arguments;
  std::vector<std::string> operands;
  for (std::size_t i = 0; i < words.size(); ++i) {
    bool const has_value = i + 1 < words.size();
    if (words[i] == "--threads" && has_value) {
      arguments.thread_count = static_cast<unsigned>(parse_number(words[++i], 1, 1024));
    } else if (words[i] == "--level" && has_value) {
      arguments.level = parse_number(words[++i], 0, 9);
    } else {
      operands.push_back(words[i]);
    }
  }
  if (operands.size() != 1) {
    throw std::runtime_error{"usage: compress_floor FILE [--threads N] [--level L]"};
  }
  arguments.path = operands[0];
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

/// Threads take the next block each, until none is left. Returns the bytes of all blocks.
std::uint64_t compress(std::vector<std::string_view> const& contents, Arguments const& arguments) {
  std::atomic<std::size_t> next{0};
  std::atomic<std::uint64_t> out_bytes{0};
  auto const take_blocks = [&] {
    hapmill::BlockCompressor compressor{arguments.level};
    std::vector<char> block(hapmill::bgzf::most_block);
    std::uint64_t bytes = 0;
    for (std::size_t k = next++; k < contents.size(); k = next++) {
      bytes += compressor.compress(contents[k].data(), contents[k].size(), block.data());
    }
    out_bytes += bytes;
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < arguments.thread_count; ++i) threads.emplace_back(take_blocks);
    take_blocks();
  }
  return out_bytes;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    Arguments const arguments = parse_arguments({argv + 1, argv + argc});
    std::string const text = read_file(arguments.path);
    auto const contents = hapmill::cut_block_contents(text);
    auto const start = std::chrono::steady_clock::now();
    std::uint64_t const out_bytes = compress(contents, arguments);
    std::chrono::duration<double> const elapsed = std::chrono::steady_clock::now() - start;
    std::printf(
        "{\"seconds\": %.6f, \"in_bytes\": %llu, \"out_bytes\": %llu, \"threads\": %u, \"level\": "
        "%d}\n",
        elapsed.count(), static_cast<unsigned long long>(text.size()),
        static_cast<unsigned long long>(out_bytes), arguments.thread_count, arguments.level);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "compress_floor: error: %s\n", error.what());
    return 1;
  }
  return 0;
}
