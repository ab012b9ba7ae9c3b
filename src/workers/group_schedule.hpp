#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace hapmill {

/// What a worker's end means.
enum class Verdict {
  done,
  died,         ///< a signal, its device, its memory: worth a second try
  refused,      ///< the input, or the request: a second try would say the same
  unwritable,   ///< no room, or input that has changed: nobody can go on
  broken_plan,  ///< the plan does not fit the rows
};

/// Which group runs next, and where: pure, without processes.
///
/// A *seat* is the place of one worker at a time, with a device. A group whose worker dies runs
/// once more, on another device if there is one, else on the CPU; others go on. The second death
/// loses it. After a refusal the groups behind are of no use any more, those before go on, so that
/// what is told in the end is the first failure in output order, whatever the timing.
class GroupSchedule {
 public:
  /// The device of those that run on the CPU; others are numbered from 0.
  static constexpr int cpu = -1;

  struct Start {
    std::size_t group;
    std::size_t seat;
    int device;  ///< of the seat, or cpu
  };

  enum class Outcome { done, broken_plan, unwritable, refused, lost };

  /// `complete` says of each group whether it is there already.
  GroupSchedule(std::vector<bool> const& complete, std::vector<int> seat_devices);

  /// What to start now, and takes note that it runs; none if nothing can be started now.
  std::optional<Start> next();
  /// A running group has ended. `device_failed`: the device is not to be used any more.
  void ended(std::size_t group, Verdict verdict, bool device_failed = false);
  /// Whether a running group is still of use; if not it is to be stopped and told by stopped().
  bool is_wanted(std::size_t group) const;
  void stopped(std::size_t group);

  /// Nothing runs and nothing is left to start.
  bool is_over() const;
  /// When it is over.
  Outcome outcome() const;
  /// Of the outcomes unwritable and refused: the group that tells why. Of lost: the first one lost.
  std::size_t failed_group() const;
  bool is_done(std::size_t group) const { return groups_[group].state == State::done; }
  std::size_t death_count(std::size_t group) const { return groups_[group].death_count; }

 private:
  enum class State { waiting, running, done, lost };
  struct Group {
    State state = State::waiting;
    std::size_t death_count = 0;
    std::size_t seat = 0;  ///< while it runs
    int device = cpu;      ///< of the last try
  };
  struct Seat {
    int device;
    bool is_taken = false;
  };

  void leave_seat(Group const& group) { seats_[group.seat].is_taken = false; }
  bool is_usable(int device) const;
  bool has_device_other_than(int device) const;
  std::optional<int> device_for(Group const& group, Seat const& seat) const;
  /// The first of the groups that failed so far, for good; the number of groups if none did.
  std::size_t first_failure() const;

  std::vector<Group> groups_;
  std::vector<Seat> seats_;
  std::vector<int> failed_devices_;
  std::optional<std::size_t> refused_;  ///< the first group that was refused
  std::optional<std::size_t> unwritable_;
  bool is_plan_broken_ = false;
};

}  // namespace hapmill
