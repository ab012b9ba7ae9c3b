#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "options/convert_options.hpp"

namespace hapmill {

/// Sections of `hapmill convert --help`.
namespace option_group {
inline constexpr char const* input = "Input";
inline constexpr char const* samples = "Samples";
inline constexpr char const* sites = "Sites";
inline constexpr char const* records = "Records";
inline constexpr char const* output = "Output";
inline constexpr char const* machine = "Machine (none of these changes the output)";
inline constexpr char const* parts = "Parts of a conversion";
}  // namespace option_group

/// Options of these groups decide the content of the output; the others do not change it.
inline constexpr char const* shaping_groups[] = {option_group::input, option_group::samples,
                                                 option_group::sites, option_group::records};

/// The highest number of a group: five digits in the names of parts.
inline constexpr std::uint64_t max_group = 99'999;

/// A size in bytes, as in 64M.
struct SizeField {
  std::uint64_t ConvertOptions::*field;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
};

/// A whole number from `least` to `most`.
struct CountField {
  std::uint64_t ConvertOptions::*field;
  std::uint64_t least;
  std::uint64_t most;
};

/// The member of ConvertOptions that an option sets. Its type says how the value is read: bool is a
/// switch, a vector collects repeated options, the other types take the last value.
using OptionField = std::variant<bool ConvertOptions::*, std::string ConvertOptions::*,
                                 std::optional<std::string> ConvertOptions::*,
                                 std::vector<std::string> ConvertOptions::*, SizeField, CountField>;

/// An option of `hapmill convert`: how it is declared, read and explained.
struct ConvertOption {
  char const* group;
  char const* name;   ///< `regions`, or `r,regions` for an option with a letter
  char const* value;  ///< the word for its value in --help; empty for a switch
  OptionField field;
  std::string help;

  /// `regions`: the name without the letter.
  std::string long_name() const;
  bool is_switch() const { return std::holds_alternative<bool ConvertOptions::*>(field); }
};

/// All options of `hapmill convert`, in the order of --help.
std::span<ConvertOption const> convert_option_table();

}  // namespace hapmill
