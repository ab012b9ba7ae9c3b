#include "workers/worker_conversion.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
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
#include "matrix/matrix_input.hpp"
#include "support/human_units.hpp"
#include "support/standard_streams.hpp"
#include "workers/supervisor.hpp"
#include "workers/worker_choice.hpp"
#include "workers/worker_files.hpp"

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

/// The folder of --split-by-contig, not there any more at the end if
/// nothing has come into it.
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

/// With its share of threads; of memory see WorkerConversion::share_memory().
ConvertOptions options_of_worker(ConvertOptions options, WorkerChoice const& choice) {
  options.threads = choice.threads_of(0);
  options.max_memory = 0;
  return options;
}

/// The coordinator of one conversion by workers.
class WorkerConversion {
 public:
  WorkerConversion(ConvertOptions const& options, WorkerChoice choice)
      : options_{options},
        choice_{std::move(choice)},
        folder_{parts_folder(options)},
        parts_{list_parts(options)},
        lock_{folder_, options.split_folder.value_or(options.output)},
        worker_options_{options_of_worker(options, choice_)} {
    bool const may_go_on = options.resume && has_plan(folder_);
    if (!may_go_on) refuse_leftovers(folder_);
    is_ours_ = !may_go_on;
  }

  ExitStatus run() {
    try {
      if (options_.memory_profile || options_.report)
        profile_.emplace(options_.files.memory_profile);
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
    if (options_.resume && has_plan(folder_)) {
      load_plan_again();
    } else {
      make_plan(false);
    }
    auto result = run_workers();
    if (result.outcome == GroupSchedule::Outcome::broken_plan) {
      print_to_standard_error(fmt::format(
          "hapmill: {}: rows of a contig stand apart; starting again from a scan of all rows\n",
          name_of_matrix(options_.matrices)));
      make_plan(true);
      result = run_workers();
    }
    judge(result);
  }

  void make_plan(bool must_scan) {
    remove_groups(folder_, split_pattern(options_));
    plan_ = make_conversion_plan(worker_options_, choice_.worker_count(), must_scan);
    share_memory();
    write_plan_file();
  }

  /// Of --max-memory, what this process leaves: it and each worker hold the list of contigs.
  void share_memory() {
    if (options_.max_memory == 0) return;
    auto const own = coordinator_need(plan_.input);
    auto const rest = options_.max_memory - std::min(options_.max_memory, own);
    worker_options_.max_memory = std::max<std::uint64_t>(1, rest / choice_.worker_count());
    try {
      estimate_conversion(plan_, worker_options_, ConversionInput{worker_options_});
    } catch (MemoryRefusal const& refusal) {
      auto const least = own + refusal.least_bytes * choice_.worker_count();
      throw UsageError{fmt::format(
          "--max-memory {}: {} may take more, with one thread each and the smallest chunks too; "
          "fewer --workers or --max-memory {} would do",
          human_bytes(options_.max_memory), human_number(choice_.worker_count(), "worker"),
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
      ConversionInput input{options_};
      prepare_planned(plan_, options_, input);
    } catch (InputError const& error) {
      throw InputError{fmt::format("{} cannot be completed: {}; --clean removes {}", folder_,
                                   error.what(), folder_)};
    }
    share_memory();
    // What has no part in the parts is as it is asked for now: where the report goes, for example.
    plan_.arguments = options_.command;
    plan_.folder = fs::current_path().string();
    write_plan_file();
    is_ours_ = true;
    undo_killed_join(plan_);
    remove_unfinished(folder_, split_pattern(options_));
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
    progress_.emplace(progress_style(options_.progress, options_.output), matrix_bytes_);
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
                        options_.simd,
                        "--progress",
                        "json",
                        "--quiet"};
    auto const add_size = [&](char const* option, std::uint64_t bytes) {
      if (bytes == 0) return;
      launch.arguments.insert(launch.arguments.end(), {option, std::to_string(bytes)});
    };
    add_size("--chunk-size", options_.chunk_bytes);
    add_size("--max-memory", worker_options_.max_memory);
    if (!has_device) return launch;
    add_size("--device-memory", options_.device_memory);
    auto const entry = static_cast<std::size_t>(start.device);
    launch.environment = {{"CUDA_VISIBLE_DEVICES", choice_.visible_devices[entry]}};
    return launch;
  }

  static std::string device_name(int device) {
    return device == GroupSchedule::cpu ? "the CPU" : fmt::format("cuda:{}", device);
  }

  /// Throws what stands in the way of the result.
  void judge(Supervision const& result) {
    switch (result.outcome) {
      case GroupSchedule::Outcome::done:
        return;
      case GroupSchedule::Outcome::broken_plan:
        throw ChangedInput{describe_change(name_of_matrix(options_.matrices))};
      case GroupSchedule::Outcome::unwritable:
        throw OutputError{result.words};
      case GroupSchedule::Outcome::refused:
        is_refused_ = true;
        // A worker that starts later than the change tells it in other words.
        if (!is_unchanged()) throw ChangedInput{describe_change(name_of_matrix(options_.matrices))};
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
    throw Error{ExitStatus::device,
                fmt::format("workers are lost, for the second time, and with them {}: {}",
                            list_contigs(contigs), result.words)};
  }

  ExitStatus finalize() {
    for (std::size_t g = 0; g < plan_.groups.size(); ++g) {
      rows_ += load_manifest(part_paths(plan_, g).manifest).totals.rows;
    }
    FinalizeOptions how;
    how.checks_crc = false;  // all parts were made or checked by this run
    how.takes_lock = false;
    how.is_quiet = options_.quiet;
    how.seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
    how.threads = choice_.thread_count;
    if (profile_) {
      profile_->finish();
      how.profile = profile_->summary();
    }
    return finalize_plan(ConversionPlanFile{plan_}, how);
  }

  /// After a failure: keeps what is worth completing.
  void leave() const {
    remove_unfinished(folder_, split_pattern(options_));
    std::size_t const complete = count_complete_groups(folder_);
    if (complete == 0 || is_refused_ || !is_unchanged()) {
      remove_parts_folder(folder_, split_pattern(options_));
      return;
    }
    print_to_standard_error(
        fmt::format("hapmill: {} of {} are in {}: --resume completes it, --clean removes it\n",
                    complete, human_number(plan_.groups.size(), "group"), folder_));
  }

  /// Whether the matrix is the one of the plan.
  bool is_unchanged() const {
    try {
      return identities_of(MatrixInput{options_.files.matrices}) == plan_.inputs;
    } catch (InputError const&) {
      return false;
    }
  }

  using Clock = std::chrono::steady_clock;

  ConvertOptions const& options_;
  WorkerChoice choice_;
  std::string folder_;
  OwnFolder parts_;
  PartsLock lock_;
  ConvertOptions worker_options_;  ///< of the worker that has most threads
  Clock::time_point begin_ = Clock::now();
  ConversionPlanFile plan_;
  std::optional<MemoryProfile> profile_;
  std::optional<Progress> progress_;
  std::uint64_t matrix_bytes_ = 0;  ///< of all groups
  std::size_t groups_to_do_ = 0;
  RowCounts rows_;
  bool is_ours_ = false;     ///< the folder holds our plan, or none
  bool is_refused_ = false;  ///< its input does not fit
};

}  // namespace

std::optional<ExitStatus> convert_by_workers(ConvertOptions& options) {
  std::uint64_t const bytes = matrix_bytes(options);
  bool const has_files = bytes != 0 && goes_to_file(options);
  if (!has_files && options.workers == "auto") options.workers = "1";
  auto choice = choose_workers(options, bytes);
  bool const is_one = choice.worker_count() == 1;
  if (is_one && options.devices) {
    options.device = fmt::format("cuda:{}", choice.seat_devices[0]);
  }
  if (!has_files) {
    if (!is_one || options.resume) refuse_streams(options);
    return std::nullopt;
  }
  auto const folder = parts_folder(options);
  if (is_one && !(options.resume && has_plan(folder))) {
    refuse_locked_parts(folder, options.split_folder.value_or(options.output));
    refuse_leftovers(folder);
    return std::nullopt;
  }
  refuse_pipes(options);
  list_parts(options);
  // Refused as by one process: what cannot be written, or is being written by one.
  std::optional<MadeFolder> made;
  if (options.split_folder) {
    made.emplace(output_of_plan(options));
  } else {
    OutputFile const output{options.files.output};
  }
  return WorkerConversion{options, std::move(choice)}.run();
}

}  // namespace hapmill
