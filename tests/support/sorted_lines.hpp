#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hapmill::test {

/// The lines of a text, each with its newline; the last may have none.
std::vector<std::string> split_lines(std::string_view text);

/// A VCF or table with the lines of each contig in the order of POS, those at one POS as they
/// stand. The first line, which names the columns, stays first. Slow and obvious.
std::string sort_sites(std::string_view text);

}  // namespace hapmill::test
