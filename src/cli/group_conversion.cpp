#include "cli/group_conversion.hpp"

#include <fmt/format.h>

#include <utility>

#include "cli/plan_making.hpp"
#include "hapmill/support/errors.hpp"
#include "input/file_source.hpp"
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
      input_{options},
      machine_{options, plan_.groups[group_].bytes} {
  prepare_planned(plan_, options, input_);
  make_parts_folder(plan_);
  output_.emplace(options, input_, machine_.pool(), PartTarget{paths_.part, group_ == 0});
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
  FileSource source{input_.matrix(), ranges, input_.header().data_begin, machine_.chunk_bytes()};
  output_->begin();
  totals_ = machine_.run(input_.plan().row, input_.matrix(), source, output_->writer(),
                         output_->index(), rejects_ ? &*rejects_ : nullptr);
}

void GroupConversion::refuse_plan() {
  machine_.progress().clear();
  input_.matrix().check_unchanged();
  if (plan_.is_scanned) throw ChangedInput{describe_change(input_.matrix().name())};
  // For the process that may have started this one.
  if (options_.progress == "json") print_to_standard_error("{\"event\":\"broken-plan\"}\n");
  throw InputError{input_.matrix().name() +
                   ": rows of a contig stand apart, of which the plan does not know: make the plan "
                   "again with --full-scan"};
}

void GroupConversion::finish(double seconds) {
  PartManifest manifest;
  manifest.plan_digest = plan_.digest;
  manifest.group = group_;
  manifest.part = {output_->file().bytes(), output_->file().crc32()};
  if (rejects_) manifest.rejects = {rejects_->bytes(), rejects_->crc32()};
  if (output_->index() != nullptr) manifest.index = output_->index()->runs();
  manifest.totals = totals_;
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
