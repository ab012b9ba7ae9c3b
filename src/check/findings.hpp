#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "check/cell_counts.hpp"
#include "check/row_order.hpp"
#include "convert/totals.hpp"
#include "hapmill/model/row_plan.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

/// An option that may help, and the reason.
struct Advice {
  std::string option;
  std::string because;
};

struct BadRow {
  std::uint64_t line = 0;
  std::string what;  ///< as in an error message
};

/// Whether `hapmill convert` would accept the matrix.
struct CheckVerdict {
  ExitStatus status = ExitStatus::done;
  std::string problem;  ///< its error message; empty if it would succeed
};

/// The properties of a matrix, as far as it could be read.
struct MatrixFindings {
  static constexpr std::size_t kept_bad_rows = 10;

  std::string matrix;
  std::vector<std::string> command;  ///< as typed
  CheckVerdict verdict;

  // Known after the header has been read.
  bool has_header = false;
  std::uint64_t byte_count = 0;           ///< size of a regular file, else 0
  std::string names_from;                 ///< where the names of the columns come from, as text
  std::uint64_t first_line = 0;           ///< line of the first row
  std::vector<std::string> header_names;  ///< names of the columns of cells or genotypes
  RowPlan plan;
  std::vector<std::string> column_names;  ///< names of the columns of alleles

  // Known from the rows.
  CountedCells reading;
  std::optional<CellCounts> cells;
  RowOrder order;
  std::uint64_t row_limit = 0;
  bool is_cut = false;  ///< there are more rows than the limit
  std::vector<BadRow> bad_rows;
  std::optional<Totals> totals;    ///< nothing if reading stopped early
  std::vector<std::string> notes;  ///< the notes that convert would print

  std::vector<Advice> advice;
};

/// Returns the findings as text for people.
std::string findings_as_text(MatrixFindings const& findings);
/// Returns the findings as JSON.
std::string findings_as_json(MatrixFindings const& findings);

/// A text of cells, what it means, and the number of such cells. Alleles come first, the most
/// frequent before others.
struct CellKind {
  enum class Role : std::uint8_t { allele, missing, deletion };
  std::string text;
  std::uint64_t count = 0;
  Role role = Role::allele;
};
std::vector<CellKind> cell_kinds(MatrixFindings const& findings);

/// Returns the names that more than one column has, each once.
std::vector<std::string> repeated_names(std::vector<std::string> names);

}  // namespace hapmill
