#include "groups/group_conversion.hpp"

#include <fmt/format.h>

#include <utility>

#include "groups/group_output.hpp"
#include "groups/plan_making.hpp"
#include "hapmill/support/errors.hpp"
#include "rows/broken_plan.hpp"
#include "support/human_units.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

namespace {

std::size_t check_group(ConversionPlanFile const& plan, std::size_t group) {
  if (group < plan.groups.size()) return group;
  throw UsageError{
      plan.groups.size() == 1
          ? fmt::format("--group {}: the plan has group 0 only", group)
          : fmt::format("--group {}: the plan has groups 0 to {}", group, plan.groups.size() - 1)};
}

}  // namespace

GroupConversion::GroupConversion(ConversionPlanFile&& plan, std::size_t group, ConvertPlan convert)
    : plan_{std::move(plan)},
      group_{check_group(plan_, group)},
      parts_{list_parts(parts_folder(plan_), plan_.splits_contigs, *convert.files.list)},
      paths_{part_paths(plan_, group_)},
      pool_{convert.machine.threads},
      input_{std::move(convert), &pool_},
      machine_{
          input_, pool_, {.measures_pss = true}, size_of(plan_.input, plan_.groups[group_].bytes)} {
  machine_.set_input_bytes(this->group().bytes);
  prepare_planned(plan_, input_);
  make_parts_folder(plan_);
  output_ = make_group_output(plan_, parts_, group_, input_, pool_);
  if (input_.plan().files.rejects)
    rejects_.emplace(parts_.output(paths_.rejects), OutputFile::Shared{});
}

void GroupConversion::run() {
  try {
    auto const rows = select_group(std::move(plan_.input), group());
    manifest_.totals =
        machine_.convert(rows, {*output_, rejects_ ? &*rejects_ : nullptr, RowTaps{}});
  } catch (InputError const&) {
    input_.matrix().check_unchanged();
    throw;
  } catch (BrokenPlan const&) {
    refuse_plan();
  }
  machine_.progress().clear();
  input_.matrix().check_unchanged();
  if (rejects_) rejects_->publish();
  auto finished = output_->publish();
  manifest_.part = finished.file;
  manifest_.split = std::move(finished.split);
  manifest_.index = std::move(finished.index);
  machine_.finish(group().bytes, manifest_.totals.rows);
}

void GroupConversion::refuse_plan() {
  machine_.progress().clear();
  input_.matrix().check_unchanged();
  if (plan_.is_scanned) throw ChangedInput{describe_change(input_.matrix().name())};
  // This line is for the process that may have started this one.
  if (input_.plan().progress == "json") print_to_standard_error("{\"event\":\"broken-plan\"}\n");
  throw InputError{input_.matrix().name() +
                   ": rows of a contig are not together or go backwards, which the plan does not "
                   "know: make the plan again with --full-scan"};
}

void GroupConversion::finish(double seconds) {
  manifest_.plan_digest = plan_.digest;
  manifest_.group = group_;
  if (rejects_) manifest_.rejects = {rejects_->bytes(), rejects_->crc32()};
  manifest_.mismatches = input_.mismatches();
  manifest_.bytes_in = group().bytes;
  manifest_.backend = machine_.backend_name();
  manifest_.threads = machine_.thread_count();
  manifest_.seconds = seconds;
  manifest_.memory = machine_.memory();
  OutputFile file{parts_.output(paths_.manifest), OutputFile::Shared{}};
  file.write(write_manifest(manifest_));
  file.publish();
  if (input_.plan().quiet) return;
  print_to_standard_error(fmt::format(
      "{}: group {} of {}, {} in, {} out, {}, {}; `hapmill finalize` joins all of them\n",
      manifest_.split ? parts_folder(plan_) + "/" + manifest_.split->folder : paths_.part, group_,
      plan_.groups.size(), human_bytes(manifest_.bytes_in), human_bytes(manifest_.part.bytes),
      human_time(seconds), manifest_.backend));
}

}  // namespace hapmill
