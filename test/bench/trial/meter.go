// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/process"
)

// tick is the unit of processor time in /proc (USER_HZ, which Linux fixes at 100 for programs).
const tick = 10 * time.Millisecond

// client is this program among the kinds of processes.
const client = "client"

// meter reads how much processor time each kind of process has used: peer, orderer, a chaincode by its label, and this
// program as client. Where there is no /proc it finds nothing.
type meter struct{ processes map[string][]int }

func newMeter(network *consortium.Consortium) meter {
	m := meter{map[string][]int{client: {os.Getpid()}}}
	for _, node := range network.Nodes() {
		if p, running := process.Find(network.Spec(node)); running {
			_, kind, _ := strings.Cut(node, ".")
			m.processes[kind] = append(m.processes[kind], p.PID())
		}
	}
	return m
}

// used is the processor time of each kind so far.
func (m meter) used() map[string]time.Duration {
	sums := map[string]time.Duration{}
	for kind, pids := range m.processes {
		for _, pid := range pids {
			sums[kind] += processorTime(pid)
		}
	}
	return sums
}

// processorTime is user and system time, fields 14 and 15 of proc(5) stat.
func processorTime(pid int) time.Duration {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(content, []byte(") "))
	fields := strings.Fields(string(rest))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * tick
}

// ownTime is the processor time of this process so far, to the microsecond (getrusage(2)).
func ownTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0 // it fails for arguments that there are not
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
