#pragma once

#include <string>
#include <vector>

// Its parser by regular expressions costs every start of the program 2 ms.
#define CXXOPTS_NO_REGEX
// Paths hold commas: only a repeated option makes a list.
#define CXXOPTS_VECTOR_DELIMITER '\x1F'
#include <cxxopts.hpp>

#include "hapmill/support/errors.hpp"

namespace hapmill {

/// Parses arguments by a table of options; turns cxxopts' errors into UsageError.
cxxopts::ParseResult parse_arguments(cxxopts::Options& options,
                                     std::vector<std::string> const& arguments);

/// The text of `--help`, with its groups in the order given.
std::string help_text(cxxopts::Options const& options, std::vector<std::string> const& groups);

/// A size in bytes: a number with K, M or G behind it, powers of 1024. Throws UsageError.
std::uint64_t parse_size(std::string const& option, std::string const& text);

/// A whole number in `least` … `most`. Throws UsageError.
std::uint64_t parse_count(std::string const& option, std::string const& text, std::uint64_t least,
                          std::uint64_t most);

/// One of the words of an option, as what it stands for. Throws UsageError naming those that work.
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
