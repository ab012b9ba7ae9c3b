#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "bytes/byte_source.hpp"
#include "bytes/text_stream.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// The text of BGZF blocks, inflated by libdeflate as tasks of a pool, a few blocks each, ahead of
/// who reads. Size and CRC-32 of each block are checked. The last block has to be an empty one, as
/// the format wants it: else the file is cut short. Zeros may follow it.
class BgzfStream final : public TextStream {
 public:
  /// Keeps references to `source`, which is read by the thread that reads the text, and the pool.
  BgzfStream(ByteSource& source, std::string file_name, TaskPool& pool);
  ~BgzfStream() override;

  /// For the thread that submits to the pool.
  std::size_t read(char* to, std::size_t count) override;

 private:
  struct Group;
  struct Inflaters;

  void submit_groups();
  void fill(Group& group);
  bool add_block(Group& group);

  TaskPool& pool_;
  ByteWindow bytes_;
  std::string file_name_;
  std::unique_ptr<Inflaters> inflaters_;
  std::vector<std::unique_ptr<Group>> groups_;  ///< a ring
  std::size_t submitted_count_ = 0;
  std::size_t taken_count_ = 0;
  std::size_t text_taken_ = 0;  ///< of the group that is being read
  bool is_waited_for_ = false;  ///< that group
  bool ends_with_empty_block_ = false;
  bool at_end_ = false;
  std::exception_ptr error_;  ///< for when the text before it has been read
};

}  // namespace hapmill
