#include "options/option_table.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <string_view>

namespace hapmill {

namespace {

/// `-oFILE` as `-o FILE`: without regular expressions cxxopts takes only letters and digits there.
std::vector<std::string> part_short_options(std::vector<std::string> const& arguments) {
  std::vector<std::string> parted;
  bool may_be_option = true;
  for (auto const& argument : arguments) {
    may_be_option = may_be_option && argument != "--";
    bool const has_value = argument.size() > 2 && argument[0] == '-' &&
                           std::string_view{"oOrRsS"}.find(argument[1]) != std::string_view::npos;
    if (may_be_option && has_value) {
      parted.push_back(argument.substr(0, 2));
      parted.push_back(argument.substr(2));
    } else {
      parted.push_back(argument);
    }
  }
  return parted;
}

}  // namespace

cxxopts::ParseResult parse_arguments(cxxopts::Options& options,
                                     std::vector<std::string> const& arguments) {
  auto const parted = part_short_options(arguments);
  std::vector<char const*> pointers{"hapmill"};
  for (auto const& argument : parted) pointers.push_back(argument.c_str());
  try {
    auto result = options.parse(static_cast<int>(pointers.size()), pointers.data());
    if (!result.unmatched().empty()) {
      throw UsageError{"unexpected argument " + result.unmatched().front() + "; see --help"};
    }
    return result;
  } catch (cxxopts::exceptions::exception const& error) {
    throw UsageError{std::string{error.what()} + "; see --help"};
  }
}

std::string help_text(cxxopts::Options const& options, std::vector<std::string> const& groups) {
  std::string text = options.help(groups);
  for (auto const& group : groups) {
    auto const title = " " + group + " options:\n";
    auto const at = text.find(title);
    if (at != std::string::npos) text.replace(at, title.size(), group + ":\n");
  }
  // cxxopts leaves a space where it folds a line.
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

std::uint64_t parse_size(std::string const& option, std::string const& text) {
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
  if (error == std::errc{} && stop == digits.data() + digits.size() && value > 0 && fits) {
    return value * unit;
  }
  throw UsageError{fmt::format("--{} {} is not a size, as in 512K, 64M or 2G", option, text)};
}

}  // namespace hapmill
