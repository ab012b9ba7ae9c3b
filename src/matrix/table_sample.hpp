#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hapmill {

// Looks at a text table before anything is known about it.

using SampleFields = std::vector<std::string_view>;

/// The byte that separates the fields of a line: `told` if the line has it, else the most likely
/// byte that it has.
char parting_byte(std::string_view line, char told);

/// The first lines that do not begin with `##`, a few dozen at most, as fields; views of `begin`. A
/// last line without its end counts only if it is among the first three.
std::vector<SampleFields> leading_rows(std::string_view begin, char delimiter);

/// A number as people write it: sign, decimals, exponent.
bool is_decimal(std::string_view text);

std::string upper_case(std::string_view text);

/// Whether a cell is one or two letters for bases, codes or gaps, with `|`, `/` or nothing between
/// them, and has no digit.
bool is_genotype(std::string_view cell);

/// Whether the fields start with these names, which are upper case; the fields may have any case.
bool begins_with_names(SampleFields const& fields, std::vector<std::string_view> const& names);

}  // namespace hapmill
