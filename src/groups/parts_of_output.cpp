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

OwnFolder list_parts(ConvertPlan const& plan) {
  return list_parts(parts_folder(plan), plan.split_folder.has_value(), *plan.files.list, true);
}

std::string plan_path(std::string const& folder) { return folder + "/plan.json"; }

bool has_plan(std::string const& folder) { return std::filesystem::exists(plan_path(folder)); }

std::string split_pattern(ConvertPlan const& plan) {
  return plan.split_folder ? plan.split_pattern : std::string{};
}

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
  list_parts(plan);
  auto const folder = parts_folder(plan);
  std::error_code none;
  if (!std::filesystem::exists(std::filesystem::symlink_status(folder, none))) return;
  PartsLock const lock{folder, plan.output_name()};
  remove_parts_folder(folder, split_pattern(plan));
}

}  // namespace hapmill
