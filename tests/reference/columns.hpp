#pragma once

#include "options.hpp"
#include "reference_policies.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace reference {

/// Which field of a row is what, from 0.
struct Columns {
  std::size_t chrom = 0;
  std::size_t pos = 1;
  std::size_t ref = 2;
  std::optional<std::size_t> alt;
  std::set<std::size_t> site;      ///< these and the skipped ones; all others are of cells
  std::vector<std::string> parts;  ///< of a cell: call, quality, skip
};

/// What `--columns` and `--cell-columns` say. Throws UsageError.
Columns make_columns(Options const& options);

/// The fields of a row. Where delimiters come in runs, a row may have none.
std::vector<std::string> split_row(std::string const& row, Options const& options);

/// The fields with the calls. Throws InputError if a row of so many fields has none, or a part of
/// a cell too few.
std::vector<std::size_t> call_fields(Columns const& columns, std::size_t field_count);

/// Why the row does not fit its columns, in one word: `fields`, `quality` or `alt-column`.
std::string check_columns(std::vector<std::string> const& fields, std::size_t column_count,
                          Options const& options, Policies const& policies);

/// The row as a plain matrix has it: CHROM, POS, REF and a cell a haplotype column. Calls of a low
/// quality are missing.
std::vector<std::string> arrange(std::vector<std::string> const& fields, Options const& options);

/// The field of a row from which arrange() takes this one.
std::size_t original_field(std::size_t field, std::size_t column_count, Options const& options);

}  // namespace reference
