#include "workers/supervisor.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <chrono>
#include <cstring>
#include <list>

#include "hapmill/support/errors.hpp"
#include "support/standard_streams.hpp"
#include "workers/signal_gate.hpp"
#include "workers/worker_messages.hpp"

namespace hapmill {

namespace {

/// What a worker's exit code means to the others; a signal is a death like any other.
Verdict judge(WorkerEnd const& end, bool breaks_plan) {
  switch (end.exit_code) {
    case static_cast<int>(ExitStatus::done):
    case static_cast<int>(ExitStatus::warning):
      return Verdict::done;
    case static_cast<int>(ExitStatus::input):
      return breaks_plan ? Verdict::broken_plan : Verdict::refused;
    case static_cast<int>(ExitStatus::usage):
      return Verdict::refused;
    case static_cast<int>(ExitStatus::output):
      return Verdict::unwritable;
    default:
      return Verdict::died;
  }
}

std::string describe_end(WorkerEnd const& end, std::string const& words) {
  if (end.signal != 0) {
    return fmt::format("was killed by signal {} ({})", end.signal, ::strsignal(end.signal));
  }
  if (!words.empty()) return "ended: " + words;
  return fmt::format("ended with exit status {}", end.exit_code);
}

class Supervisor {
 public:
  Supervisor(std::vector<SupervisedGroup> const& groups, WorkerTeam const& team, Progress& progress,
             MemoryProfile* profile)
      : groups_{groups},
        team_{team},
        progress_{progress},
        profile_{profile},
        schedule_{complete(groups), team.seat_devices} {
    for (auto const& group : groups) {
      done_.push_back(group.is_complete ? Done{group.bytes, group.rows} : Done{});
    }
    ends_.resize(groups.size());
  }

  ~Supervisor() {
    for (auto const& worker : workers_) worker.process.kill();  // all at once, then one by one
  }
  Supervisor(Supervisor const&) = delete;
  Supervisor& operator=(Supervisor const&) = delete;

  Supervision run() {
    while (true) {
      start_workers();
      if (schedule_.is_over()) break;
      wait();
      for (auto worker = workers_.begin(); worker != workers_.end();) {
        worker = listen(*worker) ? std::next(worker) : workers_.erase(worker);
      }
      stop_unwanted();
      tell_progress();
    }
    return conclude();
  }

 private:
  struct Worker {
    Worker(GroupSchedule::Start const& run_start, WorkerLaunch const& launch,
           sigset_t const& blocked)
        : start{run_start}, process{launch, blocked} {}
    GroupSchedule::Start start;
    WorkerProcess process;
    WorkerMessages messages;
  };
  struct Done {
    std::uint64_t bytes = 0;
    RowCounts rows{};
  };
  struct End {
    int exit_code = 0;
    std::string words;
  };

  static std::vector<bool> complete(std::vector<SupervisedGroup> const& groups) {
    std::vector<bool> flags;
    for (auto const& group : groups) flags.push_back(group.is_complete);
    return flags;
  }

  void tell(std::string const& words) {
    progress_.clear();
    print_to_standard_error(words + "\n");
  }

  void start_workers() {
    while (auto const start = schedule_.next()) {
      if (schedule_.death_count(start->group) > 0) {
        tell(fmt::format("hapmill: {} once more, on {}", groups_[start->group].contigs,
                         team_.device_name(start->device)));
      }
      workers_.emplace_back(*start, team_.make_launch(*start), gate_.outside());
    }
  }

  void wait() {
    std::vector<pollfd> files;
    for (auto const& worker : workers_) files.push_back({worker.process.stream(), POLLIN, 0});
    bool const samples = profile_ != nullptr;
    gate_.wait(files, samples ? MemoryProfile::interval : std::chrono::milliseconds{-1});
    if (samples) sample_memory();
  }

  /// Not more often than the profile's interval, however much there is to hear.
  void sample_memory() {
    auto const now = std::chrono::steady_clock::now();
    if (now < next_sample_) return;
    next_sample_ = now + MemoryProfile::interval;
    std::vector<ProfiledProcess> processes{{::getpid(), "coordinator"}};
    for (auto const& worker : workers_) {
      processes.push_back({worker.process.id(), fmt::format("group {}", worker.start.group)});
    }
    profile_->sample(processes);
  }

  /// Takes what a worker tells. @return whether it still runs
  bool listen(Worker& worker) {
    std::string text;
    bool const is_open = worker.process.read(text);
    auto words = worker.messages.take(text);
    if (!is_open) {
      for (auto& line : worker.messages.finish()) words.push_back(std::move(line));
    }
    for (auto const& line : words) tell(line);
    Done& done = done_[worker.start.group];
    done = {worker.messages.bytes_done(), worker.messages.rows()};
    if (!is_open) take_end(worker);
    return is_open;
  }

  void take_end(Worker& worker) {
    std::size_t const group = worker.start.group;
    WorkerEnd const end = worker.process.wait();
    Verdict const verdict = judge(end, worker.messages.breaks_plan());
    bool const device_failed = end.exit_code == static_cast<int>(ExitStatus::device);
    schedule_.ended(group, verdict, device_failed);
    if (verdict == Verdict::done) {
      done_[group].bytes = groups_[group].bytes;
      return;
    }
    done_[group] = {};
    auto const how = describe_end(end, worker.messages.error());
    ends_[group] = {end.exit_code,
                    worker.messages.error().empty() ? "a worker " + how : worker.messages.error()};
    if (verdict == Verdict::died) {
      tell(fmt::format("hapmill: the worker of {} on {} {}", groups_[group].contigs,
                       team_.device_name(worker.start.device), how));
    }
  }

  void stop_unwanted() {
    for (auto worker = workers_.begin(); worker != workers_.end();) {
      if (schedule_.is_wanted(worker->start.group)) {
        ++worker;
        continue;
      }
      done_[worker->start.group] = {};
      schedule_.stopped(worker->start.group);
      worker = workers_.erase(worker);
    }
  }

  void tell_progress() {
    Done sum;
    for (auto const& done : done_) {
      sum.bytes += done.bytes;
      sum.rows += done.rows;
    }
    progress_.update(sum.bytes, sum.rows);
  }

  Supervision conclude() const {
    Supervision result;
    result.outcome = schedule_.outcome();
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      if (!schedule_.is_done(g)) result.missing.push_back(g);
    }
    if (result.outcome == GroupSchedule::Outcome::done) return result;
    if (result.outcome == GroupSchedule::Outcome::broken_plan) return result;
    result.group = schedule_.failed_group();
    result.exit_code = ends_[result.group].exit_code;
    result.words = ends_[result.group].words;
    return result;
  }

  std::vector<SupervisedGroup> const& groups_;
  WorkerTeam const& team_;
  Progress& progress_;
  MemoryProfile* profile_;
  std::chrono::steady_clock::time_point next_sample_{};
  SignalGate gate_;
  GroupSchedule schedule_;
  std::vector<Done> done_;  ///< [groups]
  std::vector<End> ends_;   ///< [groups], of the last worker that did not end well
  std::list<Worker> workers_;
};

}  // namespace

Supervision supervise(std::vector<SupervisedGroup> const& groups, WorkerTeam const& team,
                      Progress& progress, MemoryProfile* profile) {
  return Supervisor{groups, team, progress, profile}.run();
}

}  // namespace hapmill
