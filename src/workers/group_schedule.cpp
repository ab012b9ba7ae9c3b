#include "workers/group_schedule.hpp"

#include <algorithm>
#include <cassert>

namespace hapmill {

GroupSchedule::GroupSchedule(std::vector<bool> const& complete, std::vector<int> seat_devices) {
  for (bool const is_complete : complete) {
    groups_.push_back({.state = is_complete ? State::done : State::waiting});
  }
  for (int const device : seat_devices) seats_.push_back({.device = device});
}

bool GroupSchedule::is_usable(int device) const {
  return device != cpu &&
         std::find(failed_devices_.begin(), failed_devices_.end(), device) == failed_devices_.end();
}

bool GroupSchedule::has_device_other_than(int device) const {
  return std::any_of(seats_.begin(), seats_.end(), [&](Seat const& seat) {
    return seat.device != device && is_usable(seat.device);
  });
}

/// Where this seat would run the group, if it should: a seat without its device leaves the groups
/// to other devices as long as there are any.
std::optional<int> GroupSchedule::device_for(Group const& group, Seat const& seat) const {
  if (seat.device == cpu) return cpu;
  bool const has_failed_there = group.death_count > 0 && group.device == seat.device;
  if (is_usable(seat.device) && !has_failed_there) return seat.device;
  return has_device_other_than(seat.device) ? std::nullopt : std::optional{cpu};
}

std::optional<GroupSchedule::Start> GroupSchedule::next() {
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    Group& group = groups_[g];
    if (group.state != State::waiting || !is_wanted(g)) continue;
    for (std::size_t s = 0; s < seats_.size(); ++s) {
      if (seats_[s].is_taken) continue;
      auto const device = device_for(group, seats_[s]);
      if (!device) continue;
      seats_[s].is_taken = true;
      group.state = State::running;
      group.seat = s;
      group.device = *device;
      return Start{g, s, *device};
    }
  }
  return std::nullopt;
}

void GroupSchedule::ended(std::size_t number, Verdict verdict, bool device_failed) {
  Group& group = groups_[number];
  assert(group.state == State::running);
  leave_seat(group);
  if (device_failed && is_usable(group.device)) failed_devices_.push_back(group.device);
  switch (verdict) {
    case Verdict::done:
      group.state = State::done;
      return;
    case Verdict::died:
      group.state = ++group.death_count > 1 ? State::lost : State::waiting;
      return;
    case Verdict::refused:
      group.state = State::lost;
      refused_ = std::min(number, refused_.value_or(number));
      return;
    case Verdict::unwritable:
      group.state = State::lost;
      if (!unwritable_) unwritable_ = number;
      return;
    case Verdict::broken_plan:
      group.state = State::lost;
      is_plan_broken_ = true;
      return;
  }
}

bool GroupSchedule::is_wanted(std::size_t group) const {
  return !is_plan_broken_ && !unwritable_ && group <= refused_.value_or(groups_.size());
}

void GroupSchedule::stopped(std::size_t number) {
  Group& group = groups_[number];
  leave_seat(group);
  group.state = State::waiting;
}

bool GroupSchedule::is_over() const {
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    if (groups_[g].state == State::running) return false;
    if (groups_[g].state == State::waiting && is_wanted(g)) return false;
  }
  return true;
}

std::size_t GroupSchedule::first_failure() const {
  auto const first = std::find_if(groups_.begin(), groups_.end(),
                                  [](Group const& group) { return group.state == State::lost; });
  return static_cast<std::size_t>(first - groups_.begin());
}

GroupSchedule::Outcome GroupSchedule::outcome() const {
  if (is_plan_broken_) return Outcome::broken_plan;
  if (unwritable_) return Outcome::unwritable;
  std::size_t const first = first_failure();
  if (first == groups_.size()) return Outcome::done;
  return refused_ == first ? Outcome::refused : Outcome::lost;
}

std::size_t GroupSchedule::failed_group() const {
  return unwritable_ ? *unwritable_ : first_failure();
}

}  // namespace hapmill
