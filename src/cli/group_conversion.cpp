#include "cli/group_conversion.hpp"

#include <fmt/format.h>

#include <utility>

#include "cli/plan_making.hpp"
#include "hapmill/support/errors.hpp"
#include "input/broken_plan.hpp"
#include "input/file_source.hpp"
#include "input/position_check.hpp"
#include "input/rewriting_source.hpp"
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
      paths_{part_paths(plan_, group_)},
      pool_{asked_share(options).threads},
      input_{options, &pool_},
      machine_{options, input_, pool_} {
  machine_.set_input_bytes(this->group().bytes);
  prepare_planned(plan_, options, input_);
  make_parts_folder(plan_);
  output_.emplace(options, input_, pool_, PartTarget{paths_.part, group_ == 0});
  if (options.rejects) rejects_.emplace(paths_.rejects, OutputFile::Shared{});
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
  output_->publish();
  machine_.finish(group().bytes, totals_.rows);
}

void GroupConversion::convert() {
  auto const ranges = select_group(std::move(plan_.input), group());
  machine_.fit_contigs(ranges.names);
  FileSource source{input_.matrix(), ranges, input_.header().data_begin, machine_.chunk_bytes()};
  PositionCheck check{source, input_.shape()};
  std::optional<RewritingSource> rewriting;
  if (input_.rewriter() != nullptr) rewriting.emplace(check, *input_.rewriter());
  MatrixSource& rows = rewriting ? static_cast<MatrixSource&>(*rewriting) : check;
  output_->begin(machine_.sort_bytes());
  totals_ = machine_.run(rows, {.records = output_->writer(),
                                .index = output_->index(),
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
  PartManifest manifest;
  manifest.plan_digest = plan_.digest;
  manifest.group = group_;
  manifest.part = {output_->file().bytes(), output_->file().crc32()};
  if (rejects_) manifest.rejects = {rejects_->bytes(), rejects_->crc32()};
  if (output_->index() != nullptr) manifest.index = output_->index()->runs();
  manifest.totals = totals_;
  manifest.mismatches = input_.mismatches();
  manifest.bytes_in = group().bytes;
  manifest.backend = machine_.backend_name();
  manifest.threads = machine_.thread_count();
  manifest.seconds = seconds;
  manifest.memory = machine_.memory();
  OutputFile file{paths_.manifest, OutputFile::Shared{}};
  file.write(write_manifest(manifest));
  file.publish();
  if (options_.quiet) return;
  print_to_standard_error(fmt::format(
      "{}: group {} of {}, {} in, {} out, {}, {}; `hapmill finalize` joins all of them\n",
      paths_.part, group_, plan_.groups.size(), human_bytes(manifest.bytes_in),
      human_bytes(manifest.part.bytes), human_time(seconds), manifest.backend));
}

}  // namespace hapmill
