#include "groups/parts_of_output.hpp"

#include <filesystem>

#include "groups/part_manifest.hpp"
#include "groups/parts_cleaning.hpp"
#include "groups/parts_lock.hpp"
#include "groups/shared_files.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

std::string parts_folder(ConvertPlan const& plan) {
  return parts_folder(joined_output(plan), plan.split_folder.has_value());
}

std::string plan_path(std::string const& folder) { return folder + "/plan.json"; }

bool has_plan(std::string const& folder) { return std::filesystem::exists(plan_path(folder)); }

void refuse_locked_parts(std::string const& folder, std::string const& output) {
  if (!is_locked(folder)) return;
  throw UsageError{"another hapmill is writing " + output + ": wait for it, or choose another -o"};
}

void refuse_leftovers(std::string const& folder) {
  if (count_complete_groups(folder) == 0) return;
  throw UsageError{folder +
                   (has_plan(folder)
                        ? " holds what an earlier run has converted: --resume completes it, "
                          "--clean removes it"
                        : " holds parts of a plan that is elsewhere: `hapmill finalize` "
                          "joins them, --clean removes them")};
}

void clean_parts(ConvertPlan const& plan) {
  auto const folder = parts_folder(plan);
  if (!std::filesystem::exists(folder)) return;
  PartsLock const lock{folder, plan.output_name()};
  remove_parts_folder(folder);
}

}  // namespace hapmill
