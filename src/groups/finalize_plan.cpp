#include "groups/finalize_plan.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "bytes/bgzf_block.hpp"
#include "bytes/output_file.hpp"
#include "convert/conversion_input.hpp"
#include "convert/record_output.hpp"
#include "convert/report.hpp"
#include "convert/unsorted_row.hpp"
#include "groups/part_check.hpp"
#include "groups/part_join.hpp"
#include "groups/parts_cleaning.hpp"
#include "groups/parts_lock.hpp"
#include "groups/parts_of_output.hpp"
#include "groups/plan_making.hpp"
#include "groups/split_join.hpp"
#include "matrix/line_numbers.hpp"
#include "rows/file_source.hpp"
#include "support/machine.hpp"
#include "support/standard_streams.hpp"
#include "support/stopwatch.hpp"

namespace hapmill {

namespace {

/// Parts on their way to one output.
class Finalization {
 public:
  Finalization(ConversionPlanFile&& plan, FinalizeOptions const& options)
      : plan_{std::move(plan)},
        options_{options},
        typed_{plan_of_arguments(plan_)},
        parts_folder_{list_parts(parts_folder(plan_), plan_.splits_contigs, *typed_.files.list)},
        output_path_{list_output()},
        index_path_{list_index()},
        lock_{hold_output()},
        input_{typed_},
        planned_{input_.plan()} {
    if (!plan_.splits_contigs) output_.emplace(*output_path_, staged(plan_.output));
    prepare_planned(plan_, input_);
    undo_killed_join(plan_);
    parts_ = load_parts(plan_, options.checks_crc, usable_cpu_count());
    auto const& report = planned_.files.report;
    if (report) report_.emplace(*report, staged(report->text()));
  }

  void run() {
    for (auto const& part : parts_) totals_ += part.totals;
    if (planned_.files.rejects) join_rejects();
    if (plan_.splits_contigs) {
      join_folders();
    } else {
      join_parts();
    }
  }

  ExitStatus report(double seconds) {
    ConversionResult const result{.plan = input_.plan().row,
                                  .contigs = plan_.input.names,
                                  .contig_order = plan_.input.chosen_contigs(),
                                  .regions = plan_.input.regions,
                                  .totals = totals_,
                                  .matrix = input_.matrix().name(),
                                  .matrix_files = input_.file_names(),
                                  .output = planned_.output_name(),
                                  .bytes_in = bytes_in(),
                                  .text_bytes_in = bytes_in(),
                                  .bytes_out = bytes_out_,
                                  .seconds = options_.seconds.value_or(seconds + longest_part()),
                                  .is_complete = true,
                                  .backend = backends(),
                                  .threads = options_.threads.value_or(most_threads()),
                                  .memory = most_memory(),
                                  .profile = options_.profile,
                                  .command = planned_.command,
                                  .notes = input_.notes(mismatches())};
    if (report_) {
      report_->write(make_report(result));
      report_->publish();
    }
    // Only what is ours: the folder may have been there before.
    if (!options_.keeps_parts) {
      remove_parts_folder(parts_folder(plan_), split_pattern(planned_));
    }
    if (!options_.is_quiet && !planned_.quiet) print_to_standard_error(make_summary(result));
    if (!totals_.unsorted) return ExitStatus::done;
    print_to_standard_error(make_unsorted_warning(result));
    return ExitStatus::warning;
  }

 private:
  void join_parts() {
    PartJoin join{plan_, parts_.front().part, options_.keeps_parts};
    for (std::size_t k = 1; k < parts_.size(); ++k) {
      join.append_file(part_paths(plan_, k).part, parts_[k].part.bytes);
    }
    index_format_ = choose_index(input_.plan(), *output_);
    if (index_format_) merge_index(join.bytes());
    if (input_.plan().output.is_compressed) join.append(bgzf::eof_block());
    bytes_out_ = join.bytes();
    publish(join);
  }

  void join_folders() {
    for (auto const& part : parts_) {
      if (!totals_.unsorted) totals_.unsorted = part.totals.unsorted;
    }
    SplitJoin const join{plan_, input_, parts_, options_.keeps_parts};
    bytes_out_ = join.bytes();
    input_.matrix().check_unchanged();
    if (rejects_) rejects_->publish();
    join.publish();
  }

  /// The output by the name that the plan has for it, which symbolic links do not change any more.
  std::optional<OutputPath> list_output() const {
    if (plan_.splits_contigs) return std::nullopt;
    return typed_.files.list->writes("-o", plan_.output);
  }

  std::optional<OutputPath> list_index() const {
    auto const& files = typed_.files;
    if (!files.index) return std::nullopt;
    auto const ending = files.index->text().substr(files.output.text().size());
    return files.list->writes("-o", plan_.output + ending, "the index");
  }

  /// Refuses an output that somebody else is writing.
  std::unique_ptr<PartsLock> hold_output() const {
    // One process holds the file itself.
    if (!plan_.splits_contigs) {
      OutputFile const output{*output_path_};
    }
    auto const folder = parts_folder(plan_);
    std::error_code none;
    auto const status = std::filesystem::symlink_status(folder, none);
    if (!options_.takes_lock || !std::filesystem::exists(status)) return nullptr;
    return std::make_unique<PartsLock>(folder, plan_.output);
  }

  /// What is not finished stands in the folder of parts, so that nothing else is left by a run that
  /// is killed. Files that go elsewhere may be of another file system.
  OutputFile::Staged staged(std::string const& path) const {
    namespace fs = std::filesystem;
    std::error_code error;
    auto const folder = parts_folder(plan_);
    bool const is_near =
        fs::is_directory(folder, error) && fs::equivalent(fs::absolute(path, error).parent_path(),
                                                          fs::path{folder}.parent_path(), error);
    return {is_near ? folder : ""};
  }

  /// Puts the runs of all parts into one index; or finds the first site out of order.
  void merge_index(std::uint64_t end) {
    index_.emplace(make_index(input_.plan(), *index_format_, input_.contigs()));
    std::uint64_t offset = 0;
    index_->begin(parts_.front().index->begin_offset);
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      index_->append(*parts_[k].index, offset);
      if (index_->unsorted()) totals_.unsorted = find_first_row(k, *index_->unsorted());
      if (!totals_.unsorted) totals_.unsorted = parts_[k].totals.unsorted;
      if (totals_.unsorted) {
        index_.reset();
        return;
      }
      offset += parts_[k].part.bytes;
    }
    index_->finish(end << 16);
  }

  /// The row of a group's first record, which stands before the last one of the group before.
  UnsortedSite find_first_row(std::size_t group, UnsortedRecord const& record) {
    constexpr std::size_t look = std::size_t{256} << 10;
    UnsortedSite site{0, record.contig, record.pos, record.pos_before};
    plan_.input = select_group(std::move(plan_.input), plan_.groups[group]);  // names stay
    FileSource source{input_.matrix(), plan_.input, input_.header().data_begin, look};
    for (Chunk chunk; source.next(chunk);) {
      source.load(chunk);
      constexpr std::int64_t none = -1;  // the record before is of another group
      auto const row = find_unsorted_row(chunk, input_.shape(), record.contig, record.pos, none);
      if (!row) continue;
      site.line = make_row_place(input_.matrix().file_at(row->offset),
                                 line_number_at(input_.matrix(), row->offset));
      break;
    }
    return site;
  }

  void join_rejects() {
    rejects_.emplace(*planned_.files.rejects, staged(planned_.files.rejects->text()));
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      auto const path = part_paths(plan_, k).rejects;
      MatrixInput const file{parts_folder_.input(path)};
      std::vector<char> text(std::size_t{1} << 18);
      for (std::uint64_t at = 0; at < file.size();) {
        auto const count = file.read_at(text.data(), text.size(), at);
        if (count == 0) throw InputError{path + " has become shorter: convert its group again"};
        rejects_->write(text.data(), count);
        at += count;
      }
    }
  }

  void publish(PartJoin& join) {
    // The output last, and nothing that can fail between it and its index: until then all of it
    // can be done again.
    std::optional<OutputFile> index_file;
    if (index_) {
      index_file.emplace(index_path_.value(), staged(index_path_->text()));
      index_->write(*index_file);
    }
    input_.matrix().check_unchanged();
    if (rejects_) rejects_->publish();
    if (index_format_) ::unlink(index_path_.value().text().c_str());
    join.publish(*output_);
    if (index_file) index_file->publish();
  }

  std::uint64_t bytes_in() const {
    if (!plan_.input.regions) return input_.matrix().disk_bytes();
    std::uint64_t bytes = 0;
    for (auto const& part : parts_) bytes += part.bytes_in;
    return bytes;
  }

  RefMismatchList mismatches() const {
    RefMismatchList all;
    for (auto const& part : parts_) all += part.mismatches;
    return all;
  }

  double longest_part() const {
    double longest = 0;
    for (auto const& part : parts_) longest = std::max(longest, part.seconds);
    return longest;
  }

  std::size_t most_threads() const {
    std::size_t most = 0;
    for (auto const& part : parts_) most = std::max(most, part.threads);
    return most;
  }

  /// Of any of the processes.
  MemoryUse most_memory() const {
    MemoryUse most = read_memory_use();
    for (auto const& part : parts_) {
      most.peak_resident = std::max(most.peak_resident, part.memory.peak_resident);
      most.proportional = std::max(most.proportional, part.memory.proportional);
    }
    return most;
  }

  std::string backends() const {
    std::vector<std::string> names;
    std::string text;
    for (auto const& part : parts_) {
      if (std::find(names.begin(), names.end(), part.backend) != names.end()) continue;
      names.push_back(part.backend);
      text += (text.empty() ? "" : " and ") + part.backend;
    }
    return text;
  }

  ConversionPlanFile plan_;
  FinalizeOptions const& options_;
  ConvertPlan typed_;  ///< of the arguments; input_ completes it
  OwnFolder parts_folder_;
  std::optional<OutputPath> output_path_;  ///< none: a folder
  std::optional<OutputPath> index_path_;   ///< none: the output can have no index
  std::unique_ptr<PartsLock> lock_;
  std::optional<OutputFile> output_;  ///< none: a folder
  ConversionInput input_;
  ConvertPlan const& planned_;
  std::vector<PartManifest> parts_;
  std::optional<IndexFormat> index_format_;
  std::optional<RecordIndex> index_;
  std::optional<OutputFile> rejects_;
  std::optional<OutputFile> report_;
  Totals totals_;
  std::uint64_t bytes_out_ = 0;
};

}  // namespace

ExitStatus finalize_plan(ConversionPlanFile&& plan, FinalizeOptions const& options) {
  Stopwatch const stopwatch;
  go_to_folder(plan);
  Finalization finalization{std::move(plan), options};
  finalization.run();
  return finalization.report(stopwatch.seconds());
}

}  // namespace hapmill
