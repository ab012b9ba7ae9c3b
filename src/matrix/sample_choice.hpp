#pragma once

#include <string>
#include <vector>

#include "hapmill/model/row_plan.hpp"
#include "support/listed_path.hpp"

namespace hapmill {

/// Which samples are printed, in which order, and under which names.
struct SampleChoice {
  /// `a,b` or `^a,b`: of `--samples`.
  void take_list(std::string const& text);
  /// The file of `--samples-file`; with `excludes_named` ^ stood before it. Throws UsageError.
  void take_file(InputPath const& file, bool excludes_named);
  bool chooses() const { return has_list || !path.text().empty(); }

  bool has_list = false;
  std::string list;       ///< names separated by commas
  InputPath path;         ///< of a file with one name per line; empty: none
  bool excludes = false;  ///< the named samples are left out
  InputPath rename_path;  ///< of a file with lines `name new name`; empty: none
};

/// Chooses samples by name, then renames them. Chosen samples are in the order in which they are
/// named. If samples are excluded, the others keep their order.
///
/// Throws InputError, with file and line where a file is at fault: a name that no sample has, that
/// is named twice or given twice, or where no sample is left.
std::vector<Sample> choose_samples(std::vector<Sample> samples,
                                   std::vector<std::string> const& column_names,
                                   SampleChoice const& choice);

}  // namespace hapmill
