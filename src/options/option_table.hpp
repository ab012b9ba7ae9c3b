#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

// The parser that uses regular expressions costs 2 ms at each start of the program.
#define CXXOPTS_NO_REGEX
// Paths may hold commas: only a repeated option makes a list.
#define CXXOPTS_VECTOR_DELIMITER '\x1F'
#include <cxxopts.hpp>

#include "hapmill/support/errors.hpp"

namespace hapmill {

/// Adds -h and --help to a group of the table.
void add_help_option(cxxopts::Options& options, char const* group);

/// Parses arguments by a table of options. Throws UsageError.
cxxopts::ParseResult parse_arguments(cxxopts::Options& options,
                                     std::vector<std::string> const& arguments);

/// The text of `--help`, with its groups in the order given.
std::string help_text(cxxopts::Options const& options, std::vector<std::string> const& groups);

/// A size in bytes, at most `most`: a number with or without K, M or G after it, which are powers
/// of 1024. Throws UsageError.
std::uint64_t parse_size(std::string const& option, std::string const& text,
                         std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

/// A whole number from `least` to `most`. Throws UsageError.
std::uint64_t parse_count(std::string const& option, std::string const& text, std::uint64_t least,
                          std::uint64_t most);

/// The value that a word of an option stands for. Throws a UsageError that lists the words.
template <class Value>
Value parse_word(std::string const& option, std::string const& text,
                 std::vector<std::pair<std::string, Value>> const& words) {
  std::string names;
  for (auto const& [name, value] : words) {
    if (name == text) return value;
    names += (names.empty() ? "" : ", ") + name;
  }
  throw UsageError{"--" + option + " " + text + " is not one of: " + names};
}

}  // namespace hapmill
