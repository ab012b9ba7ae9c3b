#include "options/option_table.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <string_view>

namespace hapmill {

namespace {

/// `-oFILE` as `-o FILE`: without regular expressions cxxopts takes only letters and digits there.
std::vector<std::string> split_short_options(std::vector<std::string> const& arguments) {
  std::vector<std::string> words;
  bool may_be_option = true;
  for (auto const& argument : arguments) {
    may_be_option = may_be_option && argument != "--";
    bool const has_value = argument.size() > 2 && argument[0] == '-' &&
                           std::string_view{"oOrRsS"}.find(argument[1]) != std::string_view::npos;
    if (may_be_option && has_value) {
      words.push_back(argument.substr(0, 2));
      words.push_back(argument.substr(2));
    } else {
      words.push_back(argument);
    }
  }
  return words;
}

/// The text that an error of cxxopts puts between curly quotes.
std::string quoted_text(std::string_view words) {
  constexpr std::string_view open = "\u2018";
  constexpr std::string_view close = "\u2019";
  auto const begin = words.find(open);
  if (begin == words.npos) return {};
  auto const text = words.substr(begin + open.size());
  return std::string{text.substr(0, text.find(close))};
}

/// An error of cxxopts in our words.
std::string describe_error(cxxopts::exceptions::exception const& error) {
  namespace faults = cxxopts::exceptions;
  std::string const text = quoted_text(error.what());
  if (dynamic_cast<faults::invalid_option_syntax const*>(&error) != nullptr) {
    return text + " is not an option";
  }
  if (dynamic_cast<faults::incorrect_argument_type const*>(&error) != nullptr) {
    return "a switch takes no value, and " + text + " is one";
  }
  std::string const option = (text.size() == 1 ? "-" : "--") + text;
  if (dynamic_cast<faults::no_such_option const*>(&error) != nullptr) {
    return "there is no option " + option;
  }
  if (dynamic_cast<faults::gratuitous_argument_for_option const*>(&error) != nullptr) {
    return option + " takes no value";
  }
  return option + " needs a value";
}

}  // namespace

void add_help_option(cxxopts::Options& options, char const* group) {
  options.add_options(group)("h,help", "Print this help");
}

cxxopts::ParseResult parse_arguments(cxxopts::Options& options,
                                     std::vector<std::string> const& arguments) {
  auto const words = split_short_options(arguments);
  std::vector<char const*> pointers{"hapmill"};
  for (auto const& argument : words) pointers.push_back(argument.c_str());
  try {
    auto result = options.parse(static_cast<int>(pointers.size()), pointers.data());
    if (!result.unmatched().empty()) {
      throw UsageError{"unexpected argument " + result.unmatched().front() + "; see --help"};
    }
    return result;
  } catch (cxxopts::exceptions::exception const& error) {
    throw UsageError{describe_error(error) + "; see --help"};
  }
}

std::string help_text(cxxopts::Options const& options, std::vector<std::string> const& groups) {
  std::string text = options.help(groups);
  for (auto const& group : groups) {
    auto const title = " " + group + " options:\n";
    auto const at = text.find(title);
    if (at != std::string::npos) text.replace(at, title.size(), group + ":\n");
  }
  // cxxopts leaves a space at the end of a line that it wraps.
  for (std::size_t at = text.find(" \n"); at != std::string::npos; at = text.find(" \n", at)) {
    text.erase(at, 1);
    if (at > 0) --at;
  }
  return text;
}

std::uint64_t parse_count(std::string const& option, std::string const& text, std::uint64_t least,
                          std::uint64_t most) {
  std::uint64_t value = 0;
  auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && stop == text.data() + text.size() && value >= least &&
      value <= most) {
    return value;
  }
  throw UsageError{
      fmt::format("--{} {} is not a whole number from {} to {}", option, text, least, most)};
}

std::uint64_t parse_size(std::string const& option, std::string const& text, std::uint64_t most) {
  std::string digits = text;
  std::uint64_t unit = 1;
  if (!digits.empty()) {
    switch (digits.back()) {
      case 'K':
      case 'k':
        unit = 1ULL << 10;
        break;
      case 'M':
      case 'm':
        unit = 1ULL << 20;
        break;
      case 'G':
      case 'g':
        unit = 1ULL << 30;
        break;
      default:
        break;
    }
    if (unit != 1) digits.pop_back();
  }
  std::uint64_t value = 0;
  auto const [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  bool const fits = value <= std::numeric_limits<std::uint64_t>::max() / unit;
  bool const is_size = error == std::errc{} && stop == digits.data() + digits.size();
  if (!is_size || value == 0 || !fits) {
    throw UsageError{fmt::format("--{} {} is not a size, as in 512K, 64M or 2G", option, text)};
  }
  if (value * unit > most) {
    throw UsageError{fmt::format("--{} {} is too much: {}M at most", option, text, most >> 20)};
  }
  return value * unit;
}

}  // namespace hapmill
