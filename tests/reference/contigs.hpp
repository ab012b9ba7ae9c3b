#pragma once

#include "header.hpp"
#include "options.hpp"

#include <string>
#include <vector>

namespace reference {

/// Not empty, and no white space or control byte.
bool is_contig_name(std::string const& text);

struct PlacedRow {
  Row row;
  std::string contig;
  bool contig_returns = false;  ///< its contig was left before, further up in the file
};

/// The rows as they are to be written: gathered by contig, or as they stand when they come from a
/// stream.
std::vector<PlacedRow> in_output_order(std::vector<Row> const& rows, Options const& options);

}  // namespace reference
