#pragma once

#include <string>
#include <vector>

#include "hapmill/model/row_plan.hpp"
#include "support/listed_path.hpp"

namespace hapmill {

/// How columns form samples.
enum class PairMode : std::uint8_t {
  automatic,  ///< names that differ in a final a/b, A/B, _1/_2 or .1/.2; if none do, all haploid
  adjacent,   ///< 4-5, 6-7 …
  self,       ///< each column a homozygous diploid
  none,       ///< each column haploid
  file,       ///< according to a pairs file
};

struct PairOptions {
  PairMode mode = PairMode::automatic;
  InputPath path;                 ///< of the pairs file
  bool unpaired_haploid = false;  ///< print columns in no pair as haploid samples
};

/// Makes the samples of a matrix in output order. `fields` says which field of a row each column
/// is, from 0; empty: those of a plain matrix.
///
/// Throws InputError, with file and line where a pairs file is at fault: an unknown name, a number
/// out of range, a name that two columns share, a repeated sample name.
std::vector<Sample> make_samples(std::vector<std::string> const& column_names,
                                 PairOptions const& options,
                                 std::vector<std::uint32_t> const& fields = {});

}  // namespace hapmill
