// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
)

func main() {
	server, err := server()
	if err != nil {
		fmt.Fprintln(os.Stderr, "rogue:", err)
		os.Exit(1)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	go func() {
		<-stop
		os.Exit(0)
	}()
	if err := server.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "rogue:", err)
		os.Exit(1)
	}
}

func server() (*shim.ChaincodeServer, error) {
	properties := shim.TLSProperties{}
	for variable, content := range map[string]*[]byte{
		"CHAINCODE_TLS_KEY": &properties.Key, "CHAINCODE_TLS_CERT": &properties.Cert, "CHAINCODE_CLIENT_CA_CERT": &properties.ClientCACerts,
	} {
		read, err := os.ReadFile(os.Getenv(variable))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", variable, err)
		}
		*content = read
	}
	return &shim.ChaincodeServer{
		CCID: os.Getenv("CHAINCODE_ID"), Address: os.Getenv("CHAINCODE_SERVER_ADDRESS"), CC: contract{}, TLSProps: properties,
	}, nil
}
