// SPDX-License-Identifier: Apache-2.0

package process

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// mark tells one process from every other that ever had its number.
type mark struct {
	pid   int
	birth string // when it started, in the system's own words
}

var errZombie = errors.New("process has ended")

// markOf looks a running process up.
func markOf(pid int) (mark, error) {
	birth, err := birthOf(pid)
	if err != nil && !errors.Is(err, errZombie) {
		return mark{}, err
	}
	return mark{pid, birth}, nil
}

// birthOf reads /proc where there is one and asks ps elsewhere. A process that
// ended but was not waited for yet keeps its birth and gives errZombie.
func birthOf(pid int) (string, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err == nil {
		return parseStat(string(stat))
	}
	if _, err := os.Stat("/proc/self/stat"); err == nil {
		return "", fmt.Errorf("no process %d", pid)
	}
	out, err := exec.Command("ps", "-o", "stat=,lstart=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return "", fmt.Errorf("no process %d: %w", pid, err)
	}
	state, birth, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	if strings.HasPrefix(state, "Z") {
		return strings.TrimSpace(birth), errZombie
	}
	return strings.TrimSpace(birth), nil
}

// parseStat reads the state and the start time (in clock ticks since boot) of
// proc(5). The program's name, in parentheses, may contain anything. A first
// thread that has ended does not end the process: while others remain, files and
// listening sockets are still open.
func parseStat(stat string) (string, error) {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	const state, threads, starttime = 0, 17, 19 // counted after the name: fields 3, 20 and 22
	if len(fields) <= starttime {
		return "", fmt.Errorf("unreadable process status %q", stat)
	}
	ended := fields[state] == "Z" || fields[state] == "X"
	if others, err := strconv.Atoi(fields[threads]); ended && (err != nil || others <= 1) {
		return fields[starttime], errZombie
	}
	return fields[starttime], nil
}

// alive tells whether the very same process still runs.
func (m mark) alive() bool {
	if syscall.Kill(m.pid, 0) == syscall.ESRCH {
		return false
	}
	birth, err := birthOf(m.pid)
	return err == nil && birth == m.birth
}

func (m mark) write(file string) error {
	temporary := file + ".new"
	if err := os.WriteFile(temporary, fmt.Appendf(nil, "%d %s\n", m.pid, m.birth), 0o600); err != nil {
		return fmt.Errorf("write PID file: %w", err)
	}
	if err := os.Rename(temporary, file); err != nil {
		return fmt.Errorf("write PID file: %w", err)
	}
	return nil
}

func readMark(file string) (mark, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return mark{}, fmt.Errorf("read PID file: %w", err)
	}
	number, birth, found := strings.Cut(strings.TrimSpace(string(data)), " ")
	pid, err := strconv.Atoi(number)
	if err != nil || !found || pid <= 1 {
		return mark{}, fmt.Errorf("PID file %s: unreadable %q", filepath.Base(file), data)
	}
	return mark{pid, birth}, nil
}
