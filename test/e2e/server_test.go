// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/network/process"
)

// servers are the processes of a chaincode: number by node.
func (s *scene) servers(chaincode string) map[string]int {
	s.Helper()
	found := map[string]int{}
	for node, pid := range s.processes() {
		if _, program, _ := strings.Cut(node, "."); strings.HasPrefix(program, chaincode+"_") {
			found[node] = pid
		}
	}
	require.Len(s, found, len(s.Network.Orgs()), "one server of %s a member", chaincode)
	return found
}

// server is the node of a member's server of a chaincode.
func (s *scene) server(member, chaincode string) string {
	s.Helper()
	for node := range s.servers(chaincode) {
		if strings.HasPrefix(node, member+".") {
			return node
		}
	}
	require.FailNow(s, "no server", "%s of %s", chaincode, member)
	return ""
}

// processes are all running processes of the network: number by node.
func (s *scene) processes() map[string]int {
	found := map[string]int{}
	for node, p := range s.running() {
		found[node] = p.PID()
	}
	return found
}

// running are all running processes of the network, by node.
func (s *scene) running() map[string]*process.Process {
	found := map[string]*process.Process{}
	for _, node := range s.Network.Nodes() {
		if p, running := process.Find(s.Network.Spec(node)); running {
			found[node] = p
		}
	}
	return found
}

// resident is the memory that a process has, in bytes, and threads how many threads.
func resident(s *scene, pid int) (memory, threads int) {
	s.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	require.NoError(s, err)
	for line := range bytes.Lines(status) {
		var kilobytes int
		if n, _ := fmt.Sscanf(string(line), "VmRSS: %d kB", &kilobytes); n == 1 {
			memory = kilobytes << 10
		}
		if n, _ := fmt.Sscanf(string(line), "Threads: %d", &threads); n == 1 {
			return memory, threads
		}
	}
	require.FailNow(s, "the status of the process says nothing of its memory")
	return 0, 0
}
