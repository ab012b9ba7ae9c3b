// Measures what parts of a conversion cost alone on this machine, which are its limits. Prints one
// line of JSON: seconds, bytes in, bytes out, threads. bench/README.md lists the commands.

#include "bench/floors/floor.hpp"

#include <charconv>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

namespace hapmill::bench {

namespace {

struct Command {
  char const* name;
  char const* operands;
  std::size_t operand_count;
  Floor (*measure)(FloorRequest const&);
  char const* help;
};

constexpr Command commands[] = {
    {"read", "FILE", 1, read_floor, "read a file, in pieces of 256 KiB"},
    {"write", "BYTES FILE", 2, write_floor, "write a new file of that size"},
    {"copy", "IN BYTES OUT", 3, copy_floor, "read IN and write BYTES bytes to OUT"},
    {"memcpy", "BYTES", 1, memcpy_floor, "copy memory to memory"},
    {"inflate", "FILE", 1, inflate_floor, "inflate a BGZF file that is in memory"},
    {"deflate", "FILE", 1, deflate_floor, "compress a file that is in memory to BGZF, --level L"},
    {"input", "FILE", 1, input_floor, "read the text of a compressed file as convert does"}};

std::string usage() {
  std::string text = "usage: floors COMMAND OPERANDS [--threads N]\n";
  for (auto const& command : commands) {
    text += std::string{"  "} + command.name + " " + command.operands + ": " + command.help + "\n";
  }
  return text;
}

FloorRequest parse_request(std::vector<std::string> const& words) {
  FloorRequest request;
  for (std::size_t i = 1; i < words.size(); ++i) {
    bool const has_value = i + 1 < words.size();
    if (words[i] == "--threads" && has_value) {
      request.thread_count = static_cast<unsigned>(parse_number(words[++i], 1, 1024));
    } else if (words[i] == "--level" && has_value) {
      request.level = static_cast<int>(parse_number(words[++i], 0, 9));
    } else {
      request.operands.push_back(words[i]);
    }
  }
  return request;
}

Command const& find_command(std::string const& name, std::size_t operand_count) {
  for (auto const& command : commands) {
    if (command.name == name && command.operand_count == operand_count) return command;
  }
  throw std::runtime_error{"there is no such command\n" + usage()};
}

}  // namespace

std::uint64_t parse_number(std::string_view text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  bool const is_number = error == std::errc{} && end == text.data() + text.size();
  if (!is_number || number < least || number > most) {
    throw std::runtime_error{"not a number from " + std::to_string(least) + " to " +
                             std::to_string(most) + ": " + std::string{text}};
  }
  return number;
}

int run_floors(std::vector<std::string> const& words) {
  try {
    FloorRequest const request = parse_request(words);
    Command const& command = find_command(words.empty() ? "" : words[0], request.operands.size());
    Floor const floor = command.measure(request);
    std::printf("{\"seconds\": %.6f, \"in_bytes\": %llu, \"out_bytes\": %llu, \"threads\": %u}\n",
                floor.seconds, static_cast<unsigned long long>(floor.in_bytes),
                static_cast<unsigned long long>(floor.out_bytes), request.thread_count);
    return 0;
  } catch (std::exception const& error) {
    std::fprintf(stderr, "floors: error: %s\n", error.what());
    return 1;
  }
}

}  // namespace hapmill::bench

int main(int argc, char** argv) { return hapmill::bench::run_floors({argv + 1, argv + argc}); }
