#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cpu/column_gather.hpp"
#include "cpu/genotype_template.hpp"
#include "cpu/stages.hpp"
#include "hapmill/backend/chunk.hpp"
#include "hapmill/backend/site_batch.hpp"
#include "hapmill/model/encode_row.hpp"
#include "hapmill/model/row_plan.hpp"

namespace hapmill::cpu {

/// Converts chunks on one thread. It keeps the scratch memory of a row and the template of the last
/// contig, so one object converts many chunks.
class RowConverter {
 public:
  /// Keeps references to `plan` and `stages`, which outlive the converter.
  RowConverter(RowPlan const& plan, Stages const& stages);

  /// Converts a loaded chunk into `batch`.
  void convert(Chunk const& chunk, SiteBatch& batch);

 private:
  void begin_contig(std::string_view contig);
  bool convert_run(ChunkPiece const& piece, RowRun const& run, RowCounts& counts);
  void reserve_record(RegularRows& rows);
  RowStop convert_regular_rows(RegularRows& rows, RowCounts& counts);
  bool convert_site(RegularRows& rows, RowCounts& counts);
  bool convert_any_row(RegularRows& rows, RowCounts& counts);
  template <class Code>
  bool write_site(Site<Code> const& site, Code* alternates, RowCounts& counts);
  template <class Code>
  void count_columns(Site<Code> const& site);
  template <class Code>
  bool is_filtered(Site<Code> const& site, RowCounts& counts);
  void filter(FilterReason reason, RowCounts& counts);
  bool reject(Row row, RowFault fault, RowCounts& counts);

  RowPlan const& plan_;
  Stages const& stages_;
  std::vector<std::uint8_t> uncounted_;  ///< RowPlan::uncounted, padded
  CellRules cell_rules_;
  std::vector<SampleColumns> sample_columns_;
  RecordFormat format_;
  SiteFormat site_format_;
  std::string_view template_contig_;
  std::uint32_t template_phase_set_ = 0;
  bool has_template_ = false;

  // Scratch memory for one row.
  std::vector<ByteCode> codes_;
  ByteCode byte_alternates_[128] = {};
  std::vector<std::uint32_t> numbers_;
  std::vector<WideCode> wide_codes_;
  RowScratch scratch_{};

  // The current chunk.
  SiteBatch* batch_ = nullptr;
  std::uint32_t piece_ = 0;
  RowRun const* run_ = nullptr;
  ContigFacts const* contig_ = nullptr;  ///< contig of the current piece
  char const* text_ = nullptr;           ///< text of the current run
};

}  // namespace hapmill::cpu
