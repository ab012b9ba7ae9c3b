#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hapmill::test {

/// Returns the lines of a text, each with its newline; the last may have none.
std::vector<std::string> split_lines(std::string_view text);

/// Sorts the lines of each contig of a VCF or table by POS; lines with the same POS keep their
/// order. The first line, which names the columns, stays first. Slow and obvious.
std::string sort_sites(std::string_view text);

}  // namespace hapmill::test
