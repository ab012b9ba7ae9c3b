#pragma once

#include <string>
#include <vector>

#include "hapmill/model/row_plan.hpp"
#include "support/listed_path.hpp"

namespace hapmill {

/// Which of the samples that columns form are printed, in which order, and by what names.
struct SampleChoice {
  /// `a,b` or `^a,b`: of `--samples`.
  void take_list(std::string const& text);
  /// The file of `--samples-file`; with `excludes_named` ^ stood before it. Throws UsageError.
  void take_file(InputPath const& file, bool excludes_named);
  bool chooses() const { return has_list || !path.text().empty(); }

  bool has_list = false;
  std::string list;       ///< names parted by commas
  InputPath path;         ///< of a file of names, one a line; empty: none
  bool excludes = false;  ///< all but those named
  InputPath rename_path;  ///< of a file of lines `name new name`; empty: none
};

/// Chooses by the names that samples have, then renames. Samples chosen come in the order in which
/// they are named, those that are left where others are excluded in the order that they had.
///
/// Throws InputError, with file and line where a file is at fault: a name that no sample has, that
/// is named twice or given twice, or where no sample is left.
std::vector<Sample> choose_samples(std::vector<Sample> samples,
                                   std::vector<std::string> const& column_names,
                                   SampleChoice const& choice);

}  // namespace hapmill
