// SPDX-License-Identifier: Apache-2.0

package securities

// StatusReason is an ISO 20022 code that says why an instruction is unmatched, pending or failing (sese.024).
type StatusReason string

// Why two instructions do not match.
const (
	// CMIS: the other side has no instruction that answers this one.
	CMIS StatusReason = "CMIS"
	// CPCA: the other side cancelled its instruction.
	CPCA StatusReason = "CPCA"
	// DSEC: the instrument differs.
	DSEC StatusReason = "DSEC"
	// DQUA: the quantity differs.
	DQUA StatusReason = "DQUA"
	// DTRD: the trade date differs.
	DTRD StatusReason = "DTRD"
	// DDAT: the settlement date differs.
	DDAT StatusReason = "DDAT"
	// FRAP: one side is against payment, the other free.
	FRAP StatusReason = "FRAP"
	// NCRR: the currency of the amount differs.
	NCRR StatusReason = "NCRR"
	// DMON: the amounts differ by more than both sides tolerate.
	DMON StatusReason = "DMON"
	// DCMX: one side traded cum, the other ex.
	DCMX StatusReason = "DCMX"
)

// Why a matched instruction is not settled.
const (
	// FUTU: its settlement date is still to come.
	FUTU StatusReason = "FUTU"
	// PREA: the instruction itself is on hold; PRCY: the counterparty's; BOTH: both.
	PREA StatusReason = "PREA"
	PRCY StatusReason = "PRCY"
	BOTH StatusReason = "BOTH"
	// LACK: securities are not set aside on one's own side; CLAC: on the counterparty's.
	LACK StatusReason = "LACK"
	CLAC StatusReason = "CLAC"
	// MONY: money is not set aside on one's own side; CMON: on the counterparty's.
	MONY StatusReason = "MONY"
	CMON StatusReason = "CMON"
	// LINK: it settles with the other instructions of its batch.
	LINK StatusReason = "LINK"
	// BLOC: an account is frozen or closed.
	BLOC StatusReason = "BLOC"
	// SBLO: the instrument is halted.
	SBLO StatusReason = "SBLO"
)

// StatusCode is an ISO 20022 status of an instruction (sese.024, sese.025).
type StatusCode string

// Processing statuses.
const (
	// PACK: accepted for processing.
	PACK StatusCode = "PACK"
	// CPRC: cancellation is asked for and waits for the other side.
	CPRC StatusCode = "CPRC"
	// CAND: cancelled.
	CAND StatusCode = "CAND"
)

// Matching statuses.
const (
	// MACH: matched.
	MACH StatusCode = "MACH"
	// NMAT: not matched.
	NMAT StatusCode = "NMAT"
)

// Settlement statuses.
const (
	// PEND: pending, before its settlement date is over.
	PEND StatusCode = "PEND"
	// PENF: failing, since its settlement date is over.
	PENF StatusCode = "PENF"
	// PAIN: settled in part.
	PAIN StatusCode = "PAIN"
	// SETT: settled.
	SETT StatusCode = "SETT"
)
