#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "groups/conversion_plan_file.hpp"
#include "hapmill/support/errors.hpp"
#include "support/memory_profile.hpp"

namespace hapmill {

struct FinalizeOptions {
  bool keeps_parts = false;
  /// Not for parts whose bytes nothing can have changed since they were written.
  bool checks_crc = true;
  /// Not for who holds the PartsLock already.
  bool takes_lock = true;
  bool is_quiet = false;
  /// For the report, of those who have run all groups; else those of the longest group and of the
  /// joining.
  std::optional<double> seconds;
  std::optional<std::size_t> threads;  ///< likewise; else those of the group that had most
  MemorySummary profile;               ///< likewise; else nothing
};

/// Joins the parts of a plan to its output: checks them, makes the index, the file of rejected
/// rows and the report, publishes, removes the parts and tells how it went, all as a conversion
/// in one process does. Goes into the plan's folder. Safe to repeat.
///
/// Throws InputError if parts are missing or do not fit, naming the groups to convert again, and
/// if the matrix has changed; UsageError if the output is being written; OutputError.
ExitStatus finalize_plan(ConversionPlanFile&& plan, FinalizeOptions const& options);

}  // namespace hapmill
