#include "groups/group_conversion.hpp"

#include <fmt/format.h>

#include <utility>

#include "dialects/rewriting_source.hpp"
#include "groups/plan_making.hpp"
#include "hapmill/support/errors.hpp"
#include "rows/broken_plan.hpp"
#include "rows/file_source.hpp"
#include "rows/position_check.hpp"
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

GroupConversion::GroupConversion(ConversionPlanFile&& plan, std::size_t group,
                                 ConvertOptions const& options)
    : plan_{std::move(plan)},
      group_{check_group(plan_, group)},
      options_{options},
      parts_{list_parts(plan_, *options.files.list)},
      paths_{part_paths(plan_, group_)},
      pool_{asked_share(options).threads},
      input_{options, &pool_},
      machine_{options, input_, pool_, size_of(plan_.input, plan_.groups[group_].bytes)} {
  machine_.set_input_bytes(this->group().bytes);
  prepare_planned(plan_, options, input_);
  make_parts_folder(plan_);
  output_.emplace(plan_, parts_, group_, options, input_, pool_);
  if (options.rejects) rejects_.emplace(parts_.output(paths_.rejects), OutputFile::Shared{});
}

void GroupConversion::run() {
  try {
    convert();
  } catch (InputError const&) {
    input_.matrix().check_unchanged();
    throw;
  } catch (BrokenPlan const&) {
    refuse_plan();
  }
  machine_.progress().clear();
  input_.matrix().check_unchanged();
  if (rejects_) rejects_->publish();
  output_->publish(manifest_);
  machine_.finish(group().bytes, manifest_.totals.rows);
}

void GroupConversion::convert() {
  auto const ranges = select_group(std::move(plan_.input), group());
  FileSource source{input_.matrix(), ranges, input_.header().data_begin, machine_.chunk_bytes()};
  PositionCheck check{source, input_.shape()};
  std::optional<RewritingSource> rewriting;
  if (input_.rewriter() != nullptr) rewriting.emplace(check, *input_.rewriter());
  MatrixSource& rows = rewriting ? static_cast<MatrixSource&>(*rewriting) : check;
  auto& output = output_->output();
  output.begin(machine_.sort_bytes());
  manifest_.totals = machine_.run(rows, {.records = output.writer(),
                                         .index = output.index(),
                                         .contigs = output.contigs(),
                                         .rejects = rejects_ ? &*rejects_ : nullptr});
  check.finish();
}

void GroupConversion::refuse_plan() {
  machine_.progress().clear();
  input_.matrix().check_unchanged();
  if (plan_.is_scanned) throw ChangedInput{describe_change(input_.matrix().name())};
  // For the process that may have started this one.
  if (options_.progress == "json") print_to_standard_error("{\"event\":\"broken-plan\"}\n");
  throw InputError{input_.matrix().name() +
                   ": rows of a contig stand apart or go backwards, of which the plan does not "
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
  if (options_.quiet) return;
  print_to_standard_error(fmt::format(
      "{}: group {} of {}, {} in, {} out, {}, {}; `hapmill finalize` joins all of them\n",
      manifest_.split ? parts_folder(plan_) + "/" + manifest_.split->folder : paths_.part, group_,
      plan_.groups.size(), human_bytes(manifest_.bytes_in), human_bytes(manifest_.part.bytes),
      human_time(seconds), manifest_.backend));
}

}  // namespace hapmill
