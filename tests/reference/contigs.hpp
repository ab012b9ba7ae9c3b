#pragma once

#include "header.hpp"
#include "options.hpp"

#include <string>
#include <vector>

namespace reference {

/// Whether a text is not empty and has no white space or control byte.
bool is_contig_name(std::string const& text);

struct PlacedRow {
  Row row;
  std::string contig;
  bool contig_returns = false;  ///< the rows of its contig are not consecutive in the file
};

/// Returns the rows in output order: gathered by contig, or in the order of the file if it is a
/// stream.
std::vector<PlacedRow> in_output_order(std::vector<Row> const& rows, Options const& options);

}  // namespace reference
