#include "probes/infiniband/infiniband_counters.h"

#include <array>

#include "probes/infiniband/infiniband_parse.h"
#include "probes/reading_parse.h"
#include "schemas/catalogue.h"

namespace rackproof::infiniband {
namespace {

// Names: kernel, drivers/infiniband core sysfs, mlx5 counters and efa_verbs statistics.
// clang-format off
constexpr std::array kPortCounters{
    CounterRow{"port_xmit_data", metrics::named("infiniband_transmit_bytes_total"), parse_words},
    CounterRow{"port_rcv_data", metrics::named("infiniband_receive_bytes_total"), parse_words},
    CounterRow{"port_xmit_packets", metrics::named("infiniband_transmit_packets_total"), parse_counter},
    CounterRow{"port_rcv_packets", metrics::named("infiniband_receive_packets_total"), parse_counter},
    CounterRow{"unicast_xmit_packets", metrics::named("infiniband_unicast_transmit_packets_total"), parse_counter},
    CounterRow{"unicast_rcv_packets", metrics::named("infiniband_unicast_receive_packets_total"), parse_counter},
    CounterRow{"multicast_xmit_packets", metrics::named("infiniband_multicast_transmit_packets_total"), parse_counter},
    CounterRow{"multicast_rcv_packets", metrics::named("infiniband_multicast_receive_packets_total"), parse_counter},
    CounterRow{"port_xmit_wait", metrics::named("infiniband_transmit_wait_ticks_total"), parse_counter},
    CounterRow{"symbol_error", metrics::named("infiniband_symbol_errors_total"), parse_counter},
    CounterRow{"link_error_recovery", metrics::named("infiniband_link_error_recovery_total"), parse_counter},
    CounterRow{"link_downed", metrics::named("infiniband_link_downed_total"), parse_counter},
    CounterRow{"port_rcv_errors", metrics::named("infiniband_receive_errors_total"), parse_counter},
    CounterRow{"port_rcv_remote_physical_errors", metrics::named("infiniband_receive_remote_physical_errors_total"), parse_counter},
    CounterRow{"port_rcv_switch_relay_errors", metrics::named("infiniband_receive_switch_relay_errors_total"), parse_counter},
    CounterRow{"port_xmit_discards", metrics::named("infiniband_transmit_discards_total"), parse_counter},
    CounterRow{"port_rcv_discards", metrics::named("infiniband_receive_discards_total"), parse_counter},
    CounterRow{"port_xmit_constraint_errors", metrics::named("infiniband_transmit_constraint_errors_total"), parse_counter},
    CounterRow{"port_rcv_constraint_errors", metrics::named("infiniband_receive_constraint_errors_total"), parse_counter},
    CounterRow{"local_link_integrity_errors", metrics::named("infiniband_local_link_integrity_errors_total"), parse_counter},
    CounterRow{"excessive_buffer_overrun_errors", metrics::named("infiniband_excessive_buffer_overruns_total"), parse_counter},
    CounterRow{"VL15_dropped", metrics::named("infiniband_vl15_dropped_total"), parse_counter},
};

constexpr std::array kExtendedCounters{
    CounterRow{"port_xmit_data_64", metrics::named("infiniband_extended_transmit_bytes_total"), parse_words},
    CounterRow{"port_rcv_data_64", metrics::named("infiniband_extended_receive_bytes_total"), parse_words},
    CounterRow{"port_xmit_packets_64", metrics::named("infiniband_extended_transmit_packets_total"), parse_counter},
    CounterRow{"port_rcv_packets_64", metrics::named("infiniband_extended_receive_packets_total"), parse_counter},
    CounterRow{"port_unicast_xmit_packets", metrics::named("infiniband_extended_unicast_transmit_packets_total"), parse_counter},
    CounterRow{"port_unicast_rcv_packets", metrics::named("infiniband_extended_unicast_receive_packets_total"), parse_counter},
    CounterRow{"port_multicast_xmit_packets", metrics::named("infiniband_extended_multicast_transmit_packets_total"), parse_counter},
    CounterRow{"port_multicast_rcv_packets", metrics::named("infiniband_extended_multicast_receive_packets_total"), parse_counter},
};

constexpr std::array kHardwareCounters{
    CounterRow{"lifespan", metrics::named("infiniband_cache_age_seconds"), parse_thousand},  // milliseconds
    CounterRow{"duplicate_request", metrics::named("infiniband_duplicate_requests_total"), parse_counter},
    CounterRow{"implied_nak_seq_err", metrics::named("infiniband_implied_nak_sequence_errors_total"), parse_counter},
    CounterRow{"local_ack_timeout_err", metrics::named("infiniband_local_ack_timeouts_total"), parse_counter},
    CounterRow{"out_of_buffer", metrics::named("infiniband_out_of_buffer_total"), parse_counter},
    CounterRow{"out_of_sequence", metrics::named("infiniband_out_of_sequence_total"), parse_counter},
    CounterRow{"packet_seq_err", metrics::named("infiniband_packet_sequence_errors_total"), parse_counter},
    CounterRow{"req_cqe_error", metrics::named("infiniband_requester_completion_errors_total"), parse_counter},
    CounterRow{"req_cqe_flush_error", metrics::named("infiniband_requester_flush_errors_total"), parse_counter},
    CounterRow{"req_remote_access_errors", metrics::named("infiniband_requester_remote_access_errors_total"), parse_counter},
    CounterRow{"req_remote_invalid_request", metrics::named("infiniband_requester_remote_invalid_requests_total"), parse_counter},
    CounterRow{"req_transport_retries_exceeded", metrics::named("infiniband_requester_transport_retries_exceeded_total"), parse_counter},
    CounterRow{"req_rnr_retries_exceeded", metrics::named("infiniband_requester_rnr_retries_exceeded_total"), parse_counter},
    CounterRow{"resp_cqe_error", metrics::named("infiniband_responder_completion_errors_total"), parse_counter},
    CounterRow{"resp_cqe_flush_error", metrics::named("infiniband_responder_flush_errors_total"), parse_counter},
    CounterRow{"resp_local_length_error", metrics::named("infiniband_responder_local_length_errors_total"), parse_counter},
    CounterRow{"resp_remote_access_errors", metrics::named("infiniband_responder_remote_access_errors_total"), parse_counter},
    CounterRow{"rnr_nak_retry_err", metrics::named("infiniband_rnr_nak_retry_errors_total"), parse_counter},
    CounterRow{"roce_adp_retrans", metrics::named("infiniband_roce_adaptive_retransmissions_total"), parse_counter},
    CounterRow{"roce_adp_retrans_to", metrics::named("infiniband_roce_adaptive_retransmission_timeouts_total"), parse_counter},
    CounterRow{"roce_slow_restart", metrics::named("infiniband_roce_slow_restarts_total"), parse_counter},
    CounterRow{"roce_slow_restart_cnps", metrics::named("infiniband_roce_slow_restart_cnps_total"), parse_counter},
    CounterRow{"roce_slow_restart_trans", metrics::named("infiniband_roce_slow_restart_transitions_total"), parse_counter},
    CounterRow{"rx_icrc_encapsulated", metrics::named("infiniband_roce_icrc_errors_total"), parse_counter},
    CounterRow{"np_cnp_sent", metrics::named("infiniband_congestion_notifications_sent_total"), parse_counter},
    CounterRow{"np_ecn_marked_roce_packets", metrics::named("infiniband_ecn_marked_packets_total"), parse_counter},
    CounterRow{"rp_cnp_handled", metrics::named("infiniband_congestion_notifications_handled_total"), parse_counter},
    CounterRow{"rp_cnp_ignored", metrics::named("infiniband_congestion_notifications_ignored_total"), parse_counter},
    CounterRow{"rx_atomic_requests", metrics::named("infiniband_receive_atomic_requests_total"), parse_counter},
    CounterRow{"rx_dct_connect", metrics::named("infiniband_receive_dct_connects_total"), parse_counter},
    CounterRow{"rx_read_requests", metrics::named("infiniband_receive_read_requests_total"), parse_counter},
    CounterRow{"rx_write_requests", metrics::named("infiniband_receive_write_requests_total"), parse_counter},
    CounterRow{"tx_bytes", metrics::named("infiniband_efa_transmit_bytes_total"), parse_counter},
    CounterRow{"rx_bytes", metrics::named("infiniband_efa_receive_bytes_total"), parse_counter},
    CounterRow{"tx_pkts", metrics::named("infiniband_efa_transmit_packets_total"), parse_counter},
    CounterRow{"rx_pkts", metrics::named("infiniband_efa_receive_packets_total"), parse_counter},
    CounterRow{"rx_drops", metrics::named("infiniband_efa_receive_drops_total"), parse_counter},
    CounterRow{"send_bytes", metrics::named("infiniband_efa_send_bytes_total"), parse_counter},
    CounterRow{"send_wrs", metrics::named("infiniband_efa_send_requests_total"), parse_counter},
    CounterRow{"recv_bytes", metrics::named("infiniband_efa_recv_bytes_total"), parse_counter},
    CounterRow{"recv_wrs", metrics::named("infiniband_efa_recv_requests_total"), parse_counter},
    CounterRow{"rdma_read_bytes", metrics::named("infiniband_efa_rdma_read_bytes_total"), parse_counter},
    CounterRow{"rdma_read_wrs", metrics::named("infiniband_efa_rdma_read_requests_total"), parse_counter},
    CounterRow{"rdma_read_wr_err", metrics::named("infiniband_efa_rdma_read_errors_total"), parse_counter},
    CounterRow{"rdma_read_resp_bytes", metrics::named("infiniband_efa_rdma_read_response_bytes_total"), parse_counter},
    CounterRow{"rdma_write_bytes", metrics::named("infiniband_efa_rdma_write_bytes_total"), parse_counter},
    CounterRow{"rdma_write_wrs", metrics::named("infiniband_efa_rdma_write_requests_total"), parse_counter},
    CounterRow{"rdma_write_wr_err", metrics::named("infiniband_efa_rdma_write_errors_total"), parse_counter},
    CounterRow{"rdma_write_recv_bytes", metrics::named("infiniband_efa_rdma_write_receive_bytes_total"), parse_counter},
    CounterRow{"retrans_bytes", metrics::named("infiniband_efa_retransmit_bytes_total"), parse_counter},
    CounterRow{"retrans_pkts", metrics::named("infiniband_efa_retransmit_packets_total"), parse_counter},
    CounterRow{"retrans_timeout_events", metrics::named("infiniband_efa_retransmit_timeouts_total"), parse_counter},
    CounterRow{"unresponsive_remote_events", metrics::named("infiniband_efa_unresponsive_remote_total"), parse_counter},
    CounterRow{"impaired_remote_conn_events", metrics::named("infiniband_efa_impaired_remote_total"), parse_counter},
    CounterRow{"submitted_cmds", metrics::named("infiniband_efa_admin_commands_submitted_total"), parse_counter},
    CounterRow{"completed_cmds", metrics::named("infiniband_efa_admin_commands_completed_total"), parse_counter},
    CounterRow{"cmds_err", metrics::named("infiniband_efa_admin_commands_failed_total"), parse_counter},
    CounterRow{"no_completion_cmds", metrics::named("infiniband_efa_admin_commands_unanswered_total"), parse_counter},
    CounterRow{"keep_alive_rcvd", metrics::named("infiniband_efa_keep_alives_received_total"), parse_counter},
    CounterRow{"alloc_pd_err", metrics::named("infiniband_efa_alloc_pd_errors_total"), parse_counter},
    CounterRow{"create_qp_err", metrics::named("infiniband_efa_create_qp_errors_total"), parse_counter},
    CounterRow{"create_cq_err", metrics::named("infiniband_efa_create_cq_errors_total"), parse_counter},
    CounterRow{"reg_mr_err", metrics::named("infiniband_efa_register_memory_errors_total"), parse_counter},
    CounterRow{"alloc_ucontext_err", metrics::named("infiniband_efa_alloc_context_errors_total"), parse_counter},
    CounterRow{"create_ah_err", metrics::named("infiniband_efa_create_address_errors_total"), parse_counter},
    CounterRow{"mmap_err", metrics::named("infiniband_efa_mmap_errors_total"), parse_counter},
};
// clang-format on

}  // namespace

std::span<const CounterRow> port_counters() {
  return kPortCounters;
}

std::span<const CounterRow> extended_counters() {
  return kExtendedCounters;
}

std::span<const CounterRow> hardware_counters() {
  return kHardwareCounters;
}

}  // namespace rackproof::infiniband
