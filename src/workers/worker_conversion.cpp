#include "workers/worker_conversion.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bytes/output_file.hpp"
#include "convert/conversion_input.hpp"
#include "convert/memory_need.hpp"
#include "convert/progress_style.hpp"
#include "groups/conversion_plan_file.hpp"
#include "groups/finalize_plan.hpp"
#include "groups/part_join.hpp"
#include "groups/part_manifest.hpp"
#include "groups/parts_cleaning.hpp"
#include "groups/parts_lock.hpp"
#include "groups/parts_of_output.hpp"
#include "groups/plan_estimate.hpp"
#include "groups/plan_making.hpp"
#include "groups/shared_files.hpp"
#include "matrix/matrix_input.hpp"
#include "support/human_units.hpp"
#include "support/standard_streams.hpp"
#include "support/stopwatch.hpp"
#include "workers/supervisor.hpp"
#include "workers/worker_choice.hpp"

namespace hapmill {

namespace {

namespace fs = std::filesystem;

/// `chr1, chr2 and 12 more`.
std::string list_contigs(std::vector<std::string> const& contigs) {
  constexpr std::size_t most = 4;
  std::string text;
  for (std::size_t k = 0; k < std::min(most, contigs.size()); ++k) {
    text += (k == 0 ? "" : ", ") + contigs[k];
  }
  if (contigs.size() > most) text += fmt::format(" and {} more", contigs.size() - most);
  return text;
}

/// The folder of --split-by-contig. Removed at the end if it was made here and is empty.
class MadeFolder {
 public:
  explicit MadeFolder(std::string path) : path_{std::move(path)} {
    std::error_code error;
    is_made_ = fs::create_directories(path_, error);
    if (error) throw OutputError{"cannot make " + path_ + ": " + error.message()};
  }
  ~MadeFolder() {
    if (is_made_) ::rmdir(path_.c_str());  // unless it holds anything
  }
  MadeFolder(MadeFolder const&) = delete;
  MadeFolder& operator=(MadeFolder const&) = delete;

 private:
  std::string path_;
  bool is_made_ = false;
};

/// The coordinator of one conversion by workers.
class WorkerConversion {
 public:
  WorkerConversion(ConvertPlan const& convert, WorkerChoice choice, bool resumes)
      : convert_{convert},
        choice_{std::move(choice)},
        folder_{parts_folder(convert)},
        parts_{list_parts(convert)},
        lock_{folder_, convert.output_name()},
        may_resume_{resumes && has_plan(folder_)} {
    if (!may_resume_) refuse_leftovers(folder_);
    is_ours_ = !may_resume_;
  }

  ExitStatus run() {
    try {
      auto const& files = convert_.files;
      if (files.memory_profile || files.report) profile_.emplace(files.memory_profile);
      convert();
      auto const status = finalize();
      progress_->finish(matrix_bytes_, rows_);
      return status;
    } catch (...) {
      if (is_ours_) leave();
      throw;
    }
  }

 private:
  void convert() {
    if (may_resume_) {
      load_plan_again();
    } else {
      make_plan(false);
    }
    auto result = run_workers();
    if (result.outcome == GroupSchedule::Outcome::broken_plan) {
      print_to_standard_error(
          fmt::format("hapmill: {}: rows of a contig are not together; starting again with a scan "
                      "of all rows\n",
                      name_of_matrix(convert_.files.matrices)));
      make_plan(true);
      result = run_workers();
    }
    judge(result);
  }

  void make_plan(bool must_scan) {
    remove_groups(folder_, split_pattern(convert_));
    plan_ = make_conversion_plan(
        convert_, {choice_.worker_count(), must_scan, {.threads = choice_.threads_of(0)}});
    share_memory();
    write_plan_file();
  }

  /// Divides what this process leaves of --max-memory: it and each worker hold the list of contigs.
  void share_memory() {
    auto const most = convert_.machine.max_memory;
    if (most == 0) return;
    auto const own = coordinator_need(plan_.input);
    worker_memory_ =
        std::max<std::uint64_t>(1, (most - std::min(most, own)) / choice_.worker_count());
    try {
      estimate_conversion(plan_, ConversionInput{convert_},
                          {choice_.threads_of(0), worker_memory_});
    } catch (MemoryRefusal const& refusal) {
      auto const least = own + refusal.least_bytes * choice_.worker_count();
      throw UsageError{fmt::format(
          "--max-memory {}: {} may take more even with one thread each and the smallest "
          "chunks; fewer --workers, or --max-memory {}, are enough",
          human_bytes(most), human_number(choice_.worker_count(), "worker"),
          whole_mebibytes(least))};
    }
  }

  void write_plan_file() const {
    OutputFile file{parts_.output(plan_path(folder_)), OutputFile::Shared{}};
    file.write(write_plan(plan_));
    file.publish();
  }

  void load_plan_again() {
    try {
      plan_ = load_plan(parts_.input(plan_path(folder_)));
      ConversionInput input{convert_};
      prepare_planned(plan_, input);
    } catch (InputError const& error) {
      throw InputError{fmt::format("{} cannot be completed: {}; --clean removes {}", folder_,
                                   error.what(), folder_)};
    }
    share_memory();
    // Options that do not change the parts count as given now: the path of the report, for example.
    plan_.arguments = convert_.command;
    plan_.folder = fs::current_path().string();
    write_plan_file();
    is_ours_ = true;
    undo_killed_join(plan_);
    remove_unfinished(folder_, split_pattern(convert_));
  }

  Supervision run_workers() {
    std::vector<SupervisedGroup> groups;
    matrix_bytes_ = 0;
    groups_to_do_ = 0;
    for (std::size_t g = 0; g < plan_.groups.size(); ++g) {
      SupervisedGroup group;
      group.contigs = list_contigs(contigs_of(plan_.input, plan_.groups[g]));
      group.bytes = plan_.groups[g].bytes;
      matrix_bytes_ += group.bytes;
      group.is_complete = manifest_fits(plan_, g, true);
      if (group.is_complete) {
        group.rows = load_manifest(part_paths(plan_, g).manifest).totals.rows;
      }
      groups_to_do_ += group.is_complete ? 0 : 1;
      groups.push_back(std::move(group));
    }
    progress_.emplace(progress_style(convert_.progress, convert_.files.output.text()),
                      matrix_bytes_);
    WorkerTeam const team{choice_.seat_devices,
                          [this](GroupSchedule::Start const& start) { return make_launch(start); },
                          device_name};
    auto result = supervise(groups, team, *progress_, profile_ ? &*profile_ : nullptr);
    progress_->clear();
    return result;
  }

  WorkerLaunch make_launch(GroupSchedule::Start const& start) const {
    WorkerLaunch launch;
    bool const has_device = start.device != GroupSchedule::cpu;
    launch.arguments = {"convert",
                        "--plan",
                        plan_path(folder_),
                        "--group",
                        std::to_string(start.group),
                        "--threads",
                        std::to_string(choice_.threads_of(start.seat, groups_to_do_)),
                        "--device",
                        has_device ? "cuda" : "cpu",
                        "--simd",
                        convert_.machine.simd,
                        "--progress",
                        "json",
                        "--quiet"};
    auto const add_size = [&](char const* option, std::uint64_t bytes) {
      if (bytes == 0) return;
      launch.arguments.insert(launch.arguments.end(), {option, std::to_string(bytes)});
    };
    add_size("--chunk-size", convert_.machine.chunk_bytes);
    add_size("--max-memory", worker_memory_);
    if (!has_device) return launch;
    add_size("--device-memory", convert_.machine.device_memory);
    auto const entry = static_cast<std::size_t>(start.device);
    launch.environment = {{"CUDA_VISIBLE_DEVICES", choice_.visible_devices[entry]}};
    return launch;
  }

  static std::string device_name(int device) {
    return device == GroupSchedule::cpu ? "the CPU" : fmt::format("cuda:{}", device);
  }

  /// Throws the error that keeps the result from being complete.
  void judge(Supervision const& result) {
    switch (result.outcome) {
      case GroupSchedule::Outcome::done:
        return;
      case GroupSchedule::Outcome::broken_plan:
        throw ChangedInput{describe_change(name_of_matrix(convert_.files.matrices))};
      case GroupSchedule::Outcome::unwritable:
        throw OutputError{result.words};
      case GroupSchedule::Outcome::refused:
        is_refused_ = true;
        // A worker that starts after the change reports it in other words.
        if (!is_unchanged())
          throw ChangedInput{describe_change(name_of_matrix(convert_.files.matrices))};
        throw Error{static_cast<ExitStatus>(result.exit_code), result.words};
      case GroupSchedule::Outcome::lost:
        break;
    }
    std::vector<std::string> contigs;
    for (auto const group : result.missing) {
      for (auto& contig : contigs_of(plan_.input, plan_.groups[group])) {
        if (contigs.empty() || contigs.back() != contig) contigs.push_back(std::move(contig));
      }
    }
    throw Error{ExitStatus::device, fmt::format("workers failed twice for {}: {}",
                                                list_contigs(contigs), result.words)};
  }

  ExitStatus finalize() {
    for (std::size_t g = 0; g < plan_.groups.size(); ++g) {
      rows_ += load_manifest(part_paths(plan_, g).manifest).totals.rows;
    }
    FinalizeOptions how;
    how.checks_crc = false;  // all parts were made or checked by this run
    how.takes_lock = false;
    how.is_quiet = convert_.quiet;
    how.seconds = stopwatch_.seconds();
    how.threads = choice_.thread_count;
    if (profile_) {
      profile_->finish();
      how.profile = profile_->summary();
    }
    return finalize_plan(ConversionPlanFile{plan_}, how);
  }

  /// After a failure: keeps the complete groups, if the run can be resumed.
  void leave() const {
    remove_unfinished(folder_, split_pattern(convert_));
    std::size_t const complete = count_complete_groups(folder_);
    if (complete == 0 || is_refused_ || !is_unchanged()) {
      remove_parts_folder(folder_, split_pattern(convert_));
      return;
    }
    print_to_standard_error(fmt::format(
        "hapmill: {} of {} are complete in {}: --resume converts the rest, --clean removes them\n",
        complete, human_number(plan_.groups.size(), "group"), folder_));
  }

  /// Whether the matrix is still the one of the plan.
  bool is_unchanged() const {
    try {
      return identities_of(MatrixInput{convert_.files.matrices}) == plan_.inputs;
    } catch (InputError const&) {
      return false;
    }
  }

  ConvertPlan const& convert_;
  WorkerChoice choice_;
  std::string folder_;
  OwnFolder parts_;
  PartsLock lock_;
  bool may_resume_;
  std::uint64_t worker_memory_ = 0;  ///< that each worker may take; 0: no limit
  Stopwatch stopwatch_;
  ConversionPlanFile plan_;
  std::optional<MemoryProfile> profile_;
  std::optional<Progress> progress_;
  std::uint64_t matrix_bytes_ = 0;  ///< of all groups
  std::size_t groups_to_do_ = 0;
  RowCounts rows_;
  bool is_ours_ = false;     ///< the folder holds our plan, or none
  bool is_refused_ = false;  ///< a worker has refused the input
};

}  // namespace

ExitStatus convert_by_workers(ConvertPlan const& convert, WorkerChoice choice, bool resumes) {
  // These are refused before anything is made.
  require_regular_files(convert);
  list_parts(convert);
  auto const output = joined_output(convert);
  // An output that cannot be written, or that another process is writing, is refused as by one
  // process.
  std::optional<MadeFolder> made;
  if (convert.split_folder) {
    made.emplace(output);
  } else {
    OutputFile const file{convert.files.output};
  }
  return WorkerConversion{convert, std::move(choice), resumes}.run();
}

}  // namespace hapmill
