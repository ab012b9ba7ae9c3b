#include "groups/parts_of_output.hpp"

#include <filesystem>

#include "convert/split_output.hpp"
#include "groups/conversion_plan_file.hpp"
#include "groups/part_manifest.hpp"
#include "groups/parts_cleaning.hpp"
#include "groups/parts_lock.hpp"
#include "groups/plan_making.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

/// What says where the parts stand.
ConversionPlanFile make_empty_plan(ConvertOptions const& options) {
  ConversionPlanFile plan;
  plan.output = output_of_plan(options);
  plan.splits_contigs = options.split_folder.has_value();
  return plan;
}

}  // namespace

std::string parts_folder(ConvertOptions const& options) {
  return parts_folder(make_empty_plan(options));
}

OwnFolder list_parts(ConvertOptions const& options) {
  return list_parts(make_empty_plan(options), *options.files.list, true);
}

std::string plan_path(std::string const& folder) { return folder + "/plan.json"; }

bool has_plan(std::string const& folder) { return std::filesystem::exists(plan_path(folder)); }

std::string split_pattern(ConvertOptions const& options) {
  if (!options.split_folder) return {};
  return name_pattern(options, parse_output_type(options.output_type, options.output));
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

void clean_parts(ConvertOptions const& options) {
  list_parts(options);
  auto const folder = parts_folder(options);
  std::error_code none;
  if (!std::filesystem::exists(std::filesystem::symlink_status(folder, none))) return;
  PartsLock const lock{folder, options.split_folder.value_or(options.output)};
  remove_parts_folder(folder, split_pattern(options));
}

}  // namespace hapmill
