#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rows/input_plan.hpp"

namespace hapmill {

/// What one process converts: ranges of the plan that follow one another in output order, whole
/// segments.
struct Group {
  std::size_t first_range = 0;
  std::size_t range_count = 0;
  std::uint64_t bytes = 0;  ///< of the matrix
};

/// Parts a plan into `most` groups, fewer only where it has fewer segments (whole contigs, if
/// `keeps_contigs`), one where it has none.
///
/// The largest group, in bytes of the matrix, is as small as can be. Where that leaves a choice, a
/// group ends with a contig: with the last one that it can hold such that the groups after it need
/// not grow.
std::vector<Group> make_groups(InputPlan const& plan, std::size_t most, bool keeps_contigs);

/// The names of a group's contigs, in output order.
std::vector<std::string> contigs_of(InputPlan const& plan, Group const& group);

/// The plan of one group; names and facts of all contigs stay.
InputPlan select_group(InputPlan&& plan, Group const& group);

}  // namespace hapmill
